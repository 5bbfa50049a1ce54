import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake, spawnCollector, type SpawnedCollector } from '../harness/spawn-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'

const model = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }
const SECRET = 'sk_a-secret-that-nobody-may-see'
const IDENTITY = 'an identity secret that nobody may see either'
let project: TemporaryProject
let env: string
beforeEach(() => {
  project = temporaryProject()
  project.configure({ model })
  env = join(project.folder, '.env')
  writeFileSync(env, `# ours\nUPTAKE_WRITE_KEY=wk_one,wk_two\nUPTAKE_SECRET_KEY=${SECRET}\nOTHER=1\n`, { mode: 0o600 })
})
afterEach(() => project.remove())

const keys = (args: readonly string[], environment = {}) =>
  runUptake(['keys', ...args, '--config', project.paths.config], { environment })
const written = () => /^UPTAKE_WRITE_KEY=(.*)$/m.exec(readFileSync(env, 'utf8'))?.[1]?.split(',')

describe('uptake keys', () => {
  it('lists write keys, and of secrets only whether they are set', async () => {
    const { code, stdout, stderr } = await keys([], { UPTAKE_IDENTITY_SECRET: IDENTITY })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toEqual([
      'UPTAKE_WRITE_KEY  wk_one',
      'UPTAKE_WRITE_KEY  wk_two',
      'UPTAKE_SECRET_KEY  set',
      'UPTAKE_IDENTITY_SECRET  set',
      'UPTAKE_WEBHOOK_SECRET  not set',
      '',
    ])
  })

  it('adds one, and takes one out, and leaves the rest of the file to its owner as it was', async () => {
    chmodSync(env, 0o644)
    const added = (await keys(['add'])).stdout.trim()
    expect(added).toMatch(/^wk_\S{24}$/)
    expect(written()).toEqual(['wk_one', 'wk_two', added])
    expect((await keys(['revoke', 'wk_one'])).code).toBe(0)
    expect(written()).toEqual(['wk_two', added])
    expect(readFileSync(env, 'utf8')).toBe(
      `# ours\nUPTAKE_WRITE_KEY=wk_two,${added}\nUPTAKE_SECRET_KEY=${SECRET}\nOTHER=1\n`,
    )
    expect(statSync(env).mode & 0o777).toBe(0o600)
  })

  it('writes the first where there is no .env', async () => {
    writeFileSync(env, '')
    const { stdout } = await keys(['add'])
    expect(written()).toEqual([stdout.trim()])
  })

  it.each([
    { name: 'an unknown key', args: ['revoke', SECRET], says: 'none of the write keys' },
    { name: 'the last key', args: ['revoke', 'wk_one'], file: 'UPTAKE_WRITE_KEY=wk_one\n', says: 'last write key' },
    { name: 'a key of the environment', args: ['revoke', 'wk_env'], set: 'wk_env,b', says: 'comes from the environ' },
    { name: 'more than the environment has', args: ['add'], set: 'wk_env', says: 'comes from the environment' },
    {
      name: 'a file with two lines',
      args: ['add'],
      file: 'UPTAKE_WRITE_KEY=a\nUPTAKE_WRITE_KEY=b\n',
      says: 'one line',
    },
  ])('refuses $name, says why, and changes nothing', async ({ args, file, set, says }) => {
    if (file !== undefined) writeFileSync(env, file)
    const before = readFileSync(env, 'utf8')
    const { code, stdout, stderr } = await keys(args, set === undefined ? {} : { UPTAKE_WRITE_KEY: set })
    expect({ code, stdout, after: readFileSync(env, 'utf8') }).toEqual({ code: 1, stdout: '', after: before })
    expect(stderr).toContain(says)
    expect(stderr).not.toContain(SECRET)
  })
})

describe('a running collector', () => {
  let collector: SpawnedCollector
  const start = async () => (collector = await spawnCollector({ ...project.paths, environment: {} }))
  afterEach(() => collector.end('SIGTERM'))

  const message = { type: 'track', userId: 'u', event: 'a' }
  const inBody = async (key: string) => {
    const body = JSON.stringify({ writeKey: key, batch: [message] })
    return (await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })).status
  }
  const inHeader = async (key: string) => {
    const headers = { Authorization: `Basic ${btoa(`${key}:`)}` }
    return (await fetch(`${collector.url}/v1/track`, { method: 'POST', headers, body: JSON.stringify(message) })).status
  }
  const read = async (key: string) => {
    const headers = { Authorization: `Bearer ${key}` }
    return (await fetch(`${collector.url}/v1/overview`, { headers })).status
  }

  it('takes each of several write keys, none of which reads, until it is revoked', async () => {
    await start()
    for (const key of ['wk_one', 'wk_two', SECRET])
      expect([await inBody(key), await inHeader(key), await read(key)]).toEqual([200, 200, key === SECRET ? 200 : 403])
    expect(await inBody('wk_one,wk_two')).toBe(401)

    const added = (await keys(['add'])).stdout.trim()
    await keys(['revoke', 'wk_one'])
    await expect.poll(async () => [await inBody('wk_one'), await inBody(added)]).toEqual([401, 200])
    expect([await inHeader('wk_one'), await read('wk_one'), await inHeader(added)]).toEqual([401, 401, 200])
    expect([await inBody('wk_two'), await read(SECRET)]).toEqual([200, 200])
  })

  it('goes on with the keys that it has where the file becomes unusable, and says so without any of them', async () => {
    await start()
    writeFileSync(env, `UPTAKE_WRITE_KEY=${SECRET}\nUPTAKE_SECRET_KEY=${SECRET}\n`)
    await expect.poll(() => collector.output()).toContain('cannot be read again')
    expect([await inBody('wk_one'), await read(SECRET)]).toEqual([200, 200])
    expect(collector.output()).not.toMatch(/sk_|wk_/)
  })

  it.each([
    [0o600, false],
    [0o640, true],
    [0o604, true],
  ])('with a file of mode %o warns of it: %s', async (mode, isWarned) => {
    chmodSync(env, mode)
    await start()
    // What is said of it may come after the line that it listens.
    await collector.end('SIGTERM')
    expect(collector.output().includes('chmod 600')).toBe(isWarned)
  })
})
