import { randomBytes } from 'node:crypto'

const random = (bytes: number): string => randomBytes(bytes).toString('base64url')

export const newWriteKey = (): string => `wk_${random(18)}`

/** A key and a secret of each kind, by their names in the environment. */
export const newKeys = (): Record<string, string> => ({
  UPTAKE_WRITE_KEY: newWriteKey(),
  UPTAKE_SECRET_KEY: `sk_${random(32)}`,
  UPTAKE_IDENTITY_SECRET: random(48),
  UPTAKE_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
})
