import { SignJWT } from 'jose'

const secret = new TextEncoder().encode(process.env.UPTAKE_IDENTITY_SECRET)

export const uptakeToken = (userId, accounts) =>
  new SignJWT({ account: accounts })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setExpirationTime('1h')
    .sign(secret)
