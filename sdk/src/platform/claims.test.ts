import { expect, it } from 'vitest'
import { readClaims } from './claims.ts'

const jwt = (payload: object) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`

it('reads the user and the end of a token', () => {
  expect(readClaims(jwt({ sub: 'u_42', exp: 1_700_000_000 }))).toEqual({ sub: 'u_42', expMs: 1_700_000_000_000 })
  expect(readClaims(jwt({ sub: 'Zoë ÿ?>', exp: 1 }))?.sub).toBe('Zoë ÿ?>')
})

it.each(['', 'opaque', 'a.b.c', jwt({ sub: 'u' }), jwt({ exp: 1 }), `e30.${btoa('"text"')}.x`])(
  'reads nothing of %j',
  (token) => {
    expect(readClaims(token)).toBeUndefined()
  },
)
