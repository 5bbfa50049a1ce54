import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENVIRONMENT, runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { temporaryProject, type TemporaryProject } from '../harness/temporary-project.ts'
import { accept, type Receiver, startReceiver, status } from '../webhooks/receiver.ts'

const model = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }
const nudges = [{ id: 'n', deliver: 'webhook', when: { count: 'a', atLeast: 1 } }]

let project: TemporaryProject
let receiver: Receiver
beforeEach(async () => {
  receiver = await startReceiver()
  project = temporaryProject()
  project.configure({ model, nudges, webhooks: { url: receiver.url, allowPrivate: true } })
})
afterEach(async () => {
  await receiver[Symbol.asyncDispose]()
  project.remove()
})
const webhooks = (...args: string[]) => runUptake(['webhooks', ...args, '--data', project.paths.data])
const serve = (environment: Record<string, string> = ENVIRONMENT) =>
  runUptake(['serve', '--port', '0', ...project.options], { environment })

describe('uptake webhooks', () => {
  it('lists what is pending or dead, and has the dead sent again beside a running collector', async () => {
    receiver.behaviour = status(410)
    await using stack = new AsyncDisposableStack()
    const collector = await spawnCollector(project.paths)
    stack.defer(async () => void (await collector.end('SIGTERM')))
    const batch = ['ada', 'e\u202E'].map((userId) => ({ type: 'track', userId, event: 'a' }))
    await fetch(`${collector.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ batch, writeKey: KEYS.writeKey }),
    })
    const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
    await fetch(`${collector.url}/v1/users`, { headers })
    const metrics = async () => {
      const text = await (await fetch(`${collector.url}/metrics`)).text()
      return [...text.matchAll(/^uptake_webhooks_(\w+) (\d+)$/gm)].map(([, what, count]) => [what, Number(count)])
    }
    await expect.poll(metrics).toEqual([
      ['pending', 0],
      ['dead', 2],
    ])

    const { stdout } = await webhooks()
    const [head, second, first, ...rest] = stdout.split('\n')
    expect([head, rest]).toEqual(['0 pending, 2 dead', ['']])
    expect(first).toMatch(/^msg_\S{36} {2}\S+Z {2}n +user ada +dead: answered 410, gone \(1 failed\)$/)
    expect(second).toContain('user e\\u{202e}')
    expect((await webhooks('--limit', '1')).stdout.split('\n')).toHaveLength(3)
    const listed = (await webhooks('--json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string })
    expect(listed[1]).toEqual({
      id: first?.split(' ')[0],
      nudge: 'n',
      user: 'ada',
      at: expect.any(String),
      status: 'dead',
      attempts: 1,
      next: null,
      error: 'answered 410, gone',
    })

    receiver.behaviour = accept
    const id = listed[1]?.id ?? ''
    expect(await webhooks('replay', id, 'msg_of-nobody')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 to be sent/),
    })
    await expect.poll(metrics).toContainEqual(['dead', 1])
    await expect.poll(() => receiver.received.filter((one) => one.id === id).length).toBe(2)
    expect(await webhooks('replay', '--all')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 to be sent/) })
    await expect.poll(metrics).toEqual([
      ['pending', 0],
      ['dead', 0],
    ])
    expect((await webhooks()).stdout).toBe('0 pending, 0 dead\n')
    expect(await webhooks('replay', '--all')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^0 to be sent/) })

    for (const args of [['replay'], ['replay', id], ['replay', '--all', id]]) {
      expect(await webhooks(...args)).toMatchObject({ code: 1, stdout: '' })
    }
  })

  it('says where there is no store', async () => {
    expect(await webhooks()).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no store') })
  })
})

describe('uptake serve with a webhook rule', () => {
  const { UPTAKE_WEBHOOK_SECRET: _, ...without } = ENVIRONMENT
  it('refuses to start with a short secret, and does not show it', async () => {
    const { code, stdout, stderr } = await serve({ ...without, UPTAKE_WEBHOOK_SECRET: 'whsec_c2VjcmV0' })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('24 to 64 bytes')
    expect(stderr).not.toContain('whsec_c2VjcmV0')
  })

  it('starts without a secret, says so, and keeps what it has to send', async () => {
    await using stack = new AsyncDisposableStack()
    const collector = await spawnCollector({ ...project.paths, environment: without })
    stack.defer(async () => void (await collector.end('SIGTERM')))
    const batch = [{ type: 'track', userId: 'ada', event: 'a' }]
    await fetch(`${collector.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ batch, writeKey: KEYS.writeKey }),
    })
    const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
    await fetch(`${collector.url}/v1/users`, { headers })
    await expect.poll(async () => (await webhooks()).stdout).toMatch(/^1 pending, 0 dead\n.*user ada/)
    await expect.poll(() => collector.output()).toContain('webhooks wait: UPTAKE_WEBHOOK_SECRET')
  })

  it('writes down whether it holds anybody out', async () => {
    const holdoutOf = async (host: string, ...more: string[]) => {
      const collector = await spawnCollector({ ...project.paths, more: ['--host', host, ...more] })
      await collector.end('SIGTERM')
      const storage = await openStorage(project.paths.data)
      const share = await storage.defaultHoldout()
      await storage.close()
      return share
    }
    expect(await holdoutOf('127.0.0.1')).toBe(0)
    expect(await holdoutOf('127.0.0.1', '--trust-proxy')).toBe(0.1)
    expect(await holdoutOf('localhost')).toBe(0)
    expect(await holdoutOf('0.0.0.0')).toBe(0.1)
  })
})
