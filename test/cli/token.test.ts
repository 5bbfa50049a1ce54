import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BatchResult, Me } from '@uptake/shared/wire'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENVIRONMENT, runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'

const HOUR_S = 3_600
const config = {
  identity: 'verify',
  model: { actions: { report_created: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } },
}
let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject()
  project.configure(config)
})
afterEach(() => project.remove())

const WITHOUT_SECRET = { environment: { ...ENVIRONMENT, UPTAKE_IDENTITY_SECRET: '' } }
const ask = (args: readonly string[], options = {}) =>
  runUptake(['token', ...args, '--config', project.paths.config], options)

describe('uptake token', () => {
  it('signs in its user, and puts them into its account', async () => {
    const token = (await ask(['ada', '--account', 'acme', 'bolt'])).stdout.trim()
    const collector = await spawnCollector(project.paths)
    const group = { type: 'group', userId: 'ada', groupId: 'acme' }
    const batch = [group, { ...group, groupId: 'other' }, { ...group, userId: 'bob' }]
    const body = JSON.stringify({ batch, token, writeKey: KEYS.writeKey })
    const sent = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })
    const { rejected } = (await sent.json()) as BatchResult
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'forbidden'],
      [2, 'forbidden'],
    ])
    const me = await fetch(`${collector.url}/v1/me`, { headers: { Authorization: `Bearer ${token}` } })
    expect(((await me.json()) as Me).account?.subject).toEqual({ account: 'acme' })
    expect(await collector.end('SIGTERM')).toBe(0)
  })

  it.each([
    { args: ['ada'], claims: { sub: 'ada' }, seconds: HOUR_S },
    { args: ['7', '--account', 'acme'], claims: { sub: '7', account: 'acme' }, seconds: HOUR_S },
    { args: ['ada', '--expires', '2d'], claims: { sub: 'ada' }, seconds: 48 * HOUR_S },
  ])('$args prints a token alone, and no claim more', async ({ args, claims, seconds }) => {
    const { code, stdout, stderr } = await ask(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\S+\n$/)
    expect(decodeProtectedHeader(stdout.trim())).toEqual({ alg: 'HS256' })
    const { exp = 0, ...others } = decodeJwt(stdout.trim())
    expect(others).toEqual(claims)
    const left = exp - Date.now() / 1_000
    expect(left).toBeLessThanOrEqual(seconds)
    expect(left).toBeGreaterThan(seconds - 30)
  })

  it('takes the secret of the .env beside the configuration', async () => {
    writeFileSync(join(project.folder, '.env'), `UPTAKE_IDENTITY_SECRET=${KEYS.identitySecret}\n`)
    const { stdout } = await ask(['ada', '--expires', '1d'], WITHOUT_SECRET)
    expect(decodeJwt(stdout.trim()).sub).toBe('ada')
  })

  it.each([
    { name: 'no secret', args: ['ada'], env: '', says: 'UPTAKE_IDENTITY_SECRET is not set\nRun `uptake init`' },
    { name: 'a short secret', args: ['ada'], env: 'short', says: 'fewer than 32 bytes' },
    { name: 'nobody', args: [''], says: '"" is no id' },
    { name: 'an account that is none', args: ['ada', '--account', 'a\nb'], says: String.raw`"a\nb" is no id` },
    { name: 'more than 30 days', args: ['ada', '--expires', '31d'], says: '1s to 30d' },
  ])('refuses $name', async ({ args, env, says }) => {
    const options = env === undefined ? {} : { environment: { ...ENVIRONMENT, UPTAKE_IDENTITY_SECRET: env } }
    const { code, stdout, stderr } = await ask(args, options)
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(says) })
  })
})
