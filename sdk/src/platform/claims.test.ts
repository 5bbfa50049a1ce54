import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readClaims } from './claims.ts'

const jwt = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`

// Without lone surrogates. The library's own unit takes most of a second to begin.
const letter = fc
  .oneof(fc.integer({ max: 0xd7ff, min: 0 }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point))

it('reads the user and the end of a token', async () => {
  expect(await readClaims(jwt({ sub: 'u_42', exp: 1_700_000_000 }))).toEqual({ sub: 'u_42', exp: 1_700_000_000 })
})

it('reads any name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: letter }), async (sub) => {
      expect(await readClaims(jwt({ sub }))).toEqual({ sub })
    }),
  )
  // In base64url these hold "-" and "_".
  expect(await readClaims(jwt({ sub: 'Zoë ÿ?>' }))).toEqual({ sub: 'Zoë ÿ?>' })
})

it.each([undefined, '', 'opaque', '..', 'a.b.c', 'a.%%%.c', jwt(null), `e30.${btoa('{')}.x`])(
  'reads nothing of %j, and throws nothing',
  async (token) => {
    expect(await readClaims(token)).toEqual({})
  },
)
