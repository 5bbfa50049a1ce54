import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { checkConfig } from '@uptake/shared/model/check'
import { LIMITS } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Tally } from './http/metrics.ts'
import type { Incoming } from './ingest/reception.ts'
import { openProject, type Project } from './project.ts'
import { startWriter, type Writer } from './writer.ts'

const MODEL = { actions: { a: {} }, dimensions: { depth: { amount: 'value', target: 3, weight: 1 } } }
const keys = { writeKeys: ['wk'], secretKey: 'sk', identitySecret: null, webhookSecrets: [] }
const incoming = (body: object | string, more: Partial<Incoming> = {}): Incoming => ({
  body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
  isGzip: false,
  type: null,
  role: 'write',
  receivedAt: 1_767_225_600_000,
  ...more,
})
const batch = (count: number, first = 0, properties = {}) => ({
  batch: Array.from({ length: count }, (_, index) => ({
    type: 'track',
    messageId: `m${first + index}`,
    userId: 'u',
    event: 'a',
    properties,
  })),
})

let tallies: Tally[]
const events = {
  onTally: (tally: Tally) => void tallies.push(tally),
  onTrouble: (trouble: string | null) => expect(trouble).toBeNull(),
  onFailure(error: unknown) {
    throw error
  },
}
let folder: string
let project: Project
let writer: Writer

beforeEach(async () => {
  tallies = []
  folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  const checked = checkConfig({ model: MODEL })
  if ('faults' in checked) throw new Error('the model has faults')
  project = await openProject(checked.config, folder, () => 0)
  writer = startWriter({ dataFolder: folder, model: MODEL, retentionDays: null, identity: 'open', keys }, events)
})
afterEach(async () => {
  await writer.close()
  await project.storage.close()
  rmSync(folder, { recursive: true })
})

it('answers after the commit, each request its own', async () => {
  const [one, other, single] = await Promise.all([
    writer.receive(incoming(batch(2))),
    writer.receive(incoming(batch(3, 1))),
    writer.receive(incoming({ userId: 'u', event: 'a', messageId: 'm9' }, { type: 'track' })),
  ])
  expect(JSON.parse(one.body)).toMatchObject({ success: true, accepted: 2, duplicates: 0 })
  expect(JSON.parse(other.body)).toMatchObject({ success: true, accepted: 2, duplicates: 1 })
  expect(JSON.parse(single.body)).toMatchObject({ success: true, accepted: 1 })
  expect(tallies.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(5)
  expect(tallies.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(1)
  expect(tallies.flatMap(({ commits }) => commits).every((seconds) => seconds > 0 && seconds < 60)).toBe(true)
  const stored = await project.storage.messagesAfter(0, 100)
  expect(stored.map(({ messageId }) => messageId).toSorted()).toEqual(['m0', 'm1', 'm2', 'm3', 'm9'])
})

it('says what is wrong with a request, with code and hint', async () => {
  const refused = writer.receive(incoming('{'))
  await expect(refused).rejects.toMatchObject({
    code: 'malformed_json',
    hint: expect.stringContaining('JSON') as string,
  })
  await expect(writer.receive(incoming(batch(1), { role: null }))).rejects.toMatchObject({ code: 'unknown_key' })
  const { status, body } = await writer.receive(incoming({ event: 'a' }, { type: 'track' }))
  expect([status, JSON.parse(body)]).toMatchObject([400, { code: 'invalid_message' }])
})

it('refuses what would wait beyond its bound, and takes it when there is room', async () => {
  const large = (first: number) => incoming(batch(16, first, { text: 'x'.repeat(30_000) }))
  const sent = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => writer.receive(large(index * 16))))
  const refused = sent.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]).toMatchObject({ reason: { code: 'unavailable' } })
  expect(JSON.parse((await writer.receive(large(99 * 16))).body)).toMatchObject({ accepted: 16 })
  const stored = await project.storage.messagesAfter(0, 10_000)
  expect(stored).toHaveLength(16 * (sent.length - refused.length + 1))
})

it('counts a packed body as much as it may unpack to', async () => {
  const packed = (first: number) => {
    const { body, ...more } = incoming(batch(1, first))
    return writer.receive({ ...more, body: new Uint8Array(gzipSync(body)), isGzip: true })
  }
  const sent = await Promise.allSettled(Array.from({ length: 60 }, (_, index) => packed(index)))
  const taken = sent.filter(({ status }) => status === 'fulfilled')
  expect(taken.length).toBeGreaterThan(0)
  expect(taken.length * LIMITS.requestBytes).toBeLessThan(20e6)
  expect(sent.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'unavailable' } })
})

it('answers what it has received before it closes', async () => {
  const answers = Array.from({ length: 20 }, (_, index) => writer.receive(incoming(batch(50, index * 50))))
  await Promise.all([writer.close(), ...answers])
  expect(await project.storage.messagesAfter(0, 10_000)).toHaveLength(1_000)
  writer = { ...writer, close: () => Promise.resolve() }
})
