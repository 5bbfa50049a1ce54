import { readFileSync } from 'node:fs'
import type { Me } from '@uptake/shared/wire'
import { decodeJwt } from 'jose'
import { afterAll, expect, it, vi } from 'vitest'
import { KEYS, startCollector } from '../harness/start-collector.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const README = read('../../collector/README.md')
const NODE = './tokens/node.js'

afterAll(() => void vi.unstubAllEnvs())

it('a token made as the README shows it signs its user in', async () => {
  expect(README).toContain(`\`\`\`js\n${read(NODE)}\`\`\`\n`)
  vi.stubEnv('UPTAKE_IDENTITY_SECRET', KEYS.identitySecret ?? '')
  const { uptakeToken } = (await import(NODE)) as {
    uptakeToken: (userId: string, accounts: string[]) => Promise<string>
  }
  const token = await uptakeToken('ada', ['acme', 'bolt'])
  const { exp = 0, ...claims } = decodeJwt(token)
  expect(claims).toEqual({ sub: 'ada', account: ['acme', 'bolt'] })
  expect(Math.abs(exp - Date.now() / 1_000 - 3_600)).toBeLessThan(30)

  await using collector = await startCollector({
    identity: 'verify',
    model: { actions: { report_created: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } },
  })
  const joins = (userId: string) => ({ type: 'group', userId, groupId: 'acme' })
  const { rejected } = await collector.send([joins('ada'), joins('bob')], { token })
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([[1, 'forbidden']])
  const me = await collector.fetch('/v1/me', { headers: { Authorization: `Bearer ${token}` } })
  expect(((await me.json()) as Me).account?.subject).toEqual({ account: 'acme' })
})

it.each(['python', 'ruby', 'go', 'php'])('the README’s %s makes one of the same claims', (language) => {
  const snippet = new RegExp(`\`\`\`${language}\n([^\`]+)\`\`\``).exec(README)?.[1] ?? ''
  for (const part of ['sub', 'account', 'exp', 'HS256', 'UPTAKE_IDENTITY_SECRET']) expect(snippet).toContain(part)
})
