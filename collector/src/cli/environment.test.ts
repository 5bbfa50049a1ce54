import { describe, expect, it } from 'vitest'
import { newKeys } from './new-keys.ts'
import { readKeys } from './environment.ts'

const NOWHERE = { config: '/nowhere/uptake.config.ts' }
const keys = newKeys()
const [one, other] = [keys['UPTAKE_WEBHOOK_SECRET'] ?? '', newKeys()['UPTAKE_WEBHOOK_SECRET'] ?? '']
const secretsOf = (value: string) => readKeys(NOWHERE, { ...keys, UPTAKE_WEBHOOK_SECRET: value }).webhookSecrets
const ofBytes = (count: number) => `whsec_${Buffer.alloc(count, 7).toString('base64')}`

describe('the secrets of webhooks', () => {
  it.each([
    [one, [one]],
    [`${one}, ${other}`, [one, other]],
    [ofBytes(24), [ofBytes(24)]],
    [ofBytes(64), [ofBytes(64)]],
    ['', []],
  ])('are those that %s lists', (value, secrets) => {
    expect(secretsOf(value)).toEqual(secrets)
  })

  it.each([
    one.slice('whsec_'.length),
    ofBytes(23),
    ofBytes(65),
    `${one}x`,
    `whsec_${'!'.repeat(40)}`,
    `${one},whsec_`,
    keys['UPTAKE_SECRET_KEY'] ?? '',
  ])('cannot be %s, and no error shows them', (value) => {
    expect(() => secretsOf(value)).toThrow('UPTAKE_WEBHOOK_SECRET is not "whsec_" and 24 to 64 bytes in base64')
  })

  it('are no write keys', () => {
    expect(() => readKeys(NOWHERE, { ...keys, UPTAKE_WRITE_KEY: one })).toThrow('are the same')
    expect(() =>
      readKeys(NOWHERE, { ...keys, UPTAKE_WRITE_KEY: other, UPTAKE_WEBHOOK_SECRET: `${one},${other}` }),
    ).toThrow('are the same')
  })
})
