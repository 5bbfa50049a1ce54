import { expect, it } from 'vitest'
import { refuseSecrets } from './refuse-secrets.ts'

const KNOWN = 'correct horse battery'
const refusal = (config: unknown, text = ''): string | null => {
  try {
    refuseSecrets('config.ts', { config, text, secrets: [KNOWN, 'short'] })
    return null
  } catch (error) {
    return String(error)
  }
}

it.each<[name: string, config: unknown, places: string]>([
  ['a known secret', { nudges: [{ data: { auth: KNOWN } }] }, 'nudges.0.data.auth'],
  ['a known secret among other text', { webhooks: [{ url: `https://x/?key=${KNOWN}` }] }, 'webhooks.0.url'],
  ['a secret key of another project', { other: `Bearer sk_${'a'.repeat(43)}` }, 'other'],
  ['a secret by its name', { webhooks: [{ webhookSecret: 'whsec_0123456789abcdef' }] }, 'webhooks.0.webhookSecret'],
  ['a secret by the environment’s name', { UPTAKE_IDENTITY_SECRET: '0123456789abcdef' }, 'UPTAKE_IDENTITY_SECRET'],
  ['several', { secretKey: 'x'.repeat(16), a: KNOWN }, 'secretKey, a'],
  ['a secret as a name', { a: { [KNOWN]: 1 } }, 'a name in a'],
])('refuses %s, with the place alone', (_, config, places) => {
  const said = refusal(config)
  expect(said).toBe(`UptakeError: config.ts holds a secret: ${places}`)
})

it.each<[name: string, config: unknown]>([
  ['write keys, which are public', { nudges: [{ data: { writeKey: 'wk_0123456789abcdef01234567' } }] }],
  ['names that only sound like it', { model: { actions: { secret_shared: { properties: { secretKey: 'string' } } } } }],
  [
    'words with sk_ in them',
    { model: { actions: { task_created: {}, sk_opened: {}, disk_sk_something_very_long: {} } } },
  ],
  ['a word with a short secret in it', { model: { actions: { shortened: {} } } }],
  ['nothing', undefined],
])('takes %s', (_, config) => {
  expect(refusal(config)).toBeNull()
})

it('refuses a secret that the file has and does not export', () => {
  expect(refusal({}, `const key = '${KNOWN}'`)).toBe('UptakeError: config.ts holds a secret: beside what it exports')
})

it('comes to an end with what holds itself', () => {
  const config: Record<string, unknown> = { a: 1 }
  config['self'] = config
  expect(refusal(config)).toBeNull()
})
