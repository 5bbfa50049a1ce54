import { once } from 'node:events'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { foundIn } from '../erasure/bytes-of.ts'
import { runUptake, spawnCollector, spawnUptake } from '../harness/spawn-collector.ts'
import { slowDown } from '../harness/slow-down.ts'
import { KEYS } from '../harness/start-collector.ts'
import { createFolder, type Folder } from './folder.ts'
import { expectSound, readStored } from './stored.ts'

const ADA = 'ada-the-erased'
const SECRETS = [ADA, 'visitor-of-ada', 'ada’s own words']
const MESSAGES = 6_000
const WAIT = { interval: 20, timeout: 30_000 }

let imported: Folder
beforeAll(async () => {
  imported = createFolder()
  const lines = Array.from({ length: MESSAGES }, (_, i) => {
    const timestamp = new Date(1_770_000_000_000 + (i % 40) * 86_400_000 + i).toISOString()
    const isOwn = i % 2 === 0
    const who = isOwn ? { userId: ADA, ...(i % 100 === 0 && { anonymousId: SECRETS[1] }) } : { userId: `u${i % 50}` }
    const event = isOwn
      ? { event: 'report_created', properties: { words: SECRETS[2] } }
      : { event: 'report_shared', properties: { with: [i % 3 ? ADA : `u${i % 7}`] } }
    return JSON.stringify({
      type: 'track',
      messageId: `m${i}`,
      ...who,
      ...event,
      timestamp,
      context: { groupId: 'acme' },
    })
  })
  const file = join(imported.path, 'log.jsonl')
  writeFileSync(file, lines.join('\n'))
  const { code, stderr } = await runUptake(['import', file, ...optionsOf(imported)])
  if (code !== 0) throw new Error(stderr)
})
afterAll(() => imported[Symbol.dispose]())

let folder: Folder
beforeEach(() => {
  folder = createFolder()
  cpSync(imported.data, folder.data, { recursive: true })
})
afterEach(() => folder[Symbol.dispose]())

const optionsOf = ({ data, config }: Folder) => ['--data', data, '--config', config]
const ask = (url: string, path: string, method = 'GET') =>
  fetch(`${url}${path}`, { method, headers: { Authorization: `Bearer ${KEYS.secretKey}` } })

/** Checks that nothing is left of her, that others have as many counterparts as before, and that a rebuild makes the same. */
async function expectErased(before: Map<string | null, number>): Promise<void> {
  expect(foundIn(folder.data, SECRETS)).toEqual([])
  expect(await counterparts()).toEqual(before)
  const stored = await readStored(folder.data)
  expect(stored.ids).toHaveLength(MESSAGES / 2)
  expect((await runUptake(['rebuild', ...optionsOf(folder)])).code).toBe(0)
  expect(await readStored(folder.data)).toEqual(stored)
  expectSound(folder.data)
}
async function counterparts(): Promise<Map<string | null, number>> {
  const storage = await openStorage(folder.data)
  try {
    const users = (await storage.usersAfter(0, 999)).filter(({ userId }) => userId !== ADA)
    const of = async (id: number) =>
      new Set((await storage.interactions([id], Infinity)).map(({ counterpart }) => counterpart)).size
    const counts = users.map(async ({ id, userId }) => [userId, await of(id)] as const)
    return new Map(await Promise.all(counts))
  } finally {
    await storage.close()
  }
}

it('R38: an erasure that was killed in the middle has hidden the person, and is ended by the collector', async () => {
  const before = await counterparts()
  const speedUp = slowDown(folder.data, 'DELETE ON messages')
  const child = spawnUptake(['erase', ADA, ...optionsOf(folder)])
  const died = once(child, 'exit')
  const storage = await openStorage(folder.data)
  await expect.poll(() => storage.personByUserId(ADA), { ...WAIT, interval: 1 }).toBeNull()
  child.kill('SIGKILL')
  expect(await died).toEqual([null, 'SIGKILL'])
  speedUp()
  expect(await storage.erasures()).toHaveLength(1)
  const { rows } = await storage.query('SELECT count(*) FROM messages')
  expect([...rows][0]?.[0]).toBeGreaterThan(MESSAGES / 2)
  await storage.close()
  expect(foundIn(folder.data, SECRETS)).toEqual(SECRETS)

  const collector = await spawnCollector(folder)
  expect((await ask(collector.url, `/v1/users/${ADA}/score`)).status).toBe(404)
  await expect.poll(() => foundIn(folder.data, SECRETS), WAIT).toEqual([])
  expect(await collector.end('SIGTERM')).toBe(0)
  await expectErased(before)
})

it.each(['over HTTP', 'by the command line'])(
  'R38: erases %s while a collector runs and takes in',
  async (how) => {
    const before = await counterparts()
    const collector = await spawnCollector(folder)
    // It has its scores to make first, and its writer to start.
    await ask(collector.url, '/v1/users')
    const over = new AbortController()
    let sent = 0
    const send = async () => {
      for (; !over.signal.aborted; sent++) {
        const message = { type: 'track', userId: 'late', event: 'signed_in', messageId: `late${sent}` }
        const body = JSON.stringify({ batch: [message], writeKey: KEYS.writeKey })
        expect((await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
      }
    }
    const sending = send()
    await expect.poll(() => sent, WAIT).toBeGreaterThan(0)
    const sentBefore = sent
    if (how === 'over HTTP') {
      const response = await ask(collector.url, `/v1/users/${ADA}`, 'DELETE')
      expect(await response.json()).toMatchObject({ messages: MESSAGES / 2, mentions: MESSAGES / 3, overwritten: true })
    } else {
      const { code, stdout, stderr } = await runUptake(['erase', ADA, ...optionsOf(folder)])
      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: expect.stringMatching(/^messages: 3000\n(\w+: \d+\n)+mentions: 2000\n$/),
        stderr: '',
      })
      const again = await runUptake(['erase', ADA, ...optionsOf(folder)])
      expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing is held of a user') })
    }
    over.abort()
    await sending
    expect(foundIn(folder.data, SECRETS)).toEqual([])
    expect(await collector.end('SIGTERM')).toBe(0)
    expect(sent - sentBefore).toBeGreaterThan(5)
    const storage = await openStorage(folder.data)
    const late = (await storage.personByUserId('late'))!
    expect(await storage.messagesOf(late.id, null, 1_000_000)).toHaveLength(sent)
    await storage.close()
    expect(foundIn(folder.data, SECRETS)).toEqual([])
    const after = await counterparts()
    after.delete('late')
    expect(after).toEqual(before)
  },
  120_000,
)

it('R38: exports what `uptake export` and the collector give alike', async () => {
  const { code, stdout } = await runUptake(['export', 'u1', ...optionsOf(folder)])
  expect(code).toBe(0)
  const collector = await spawnCollector(folder)
  const held = (await (await ask(collector.url, '/v1/users/u1/export')).json()) as { messages: unknown[] }
  expect(held.messages).toHaveLength(MESSAGES / 50)
  expect((JSON.parse(stdout) as typeof held).messages).toEqual(held.messages)
  expect(await collector.end('SIGTERM')).toBe(0)
  const unknown = await runUptake(['export', 'nobody', ...optionsOf(folder)])
  expect(unknown).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nobody was ever seen') })
})
