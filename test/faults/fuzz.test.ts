import { join } from 'node:path'
import type { BatchResult } from '@uptake/shared/wire'
import { expect, it, onTestFinished } from 'vitest'
import { mulberry32, pick, type Random, wholeBetween } from '../../demo/random.ts'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { createFolder, IS_LONG } from './folder.ts'
import { growthMb } from './memory.ts'
import { mutateBody, mutateStructure } from './mutate.ts'
import { expectSound, readStored } from './stored.ts'

const SEED = 33
const BODIES = IS_LONG ? 50_000 : 3_000
/** Sent before memory is first measured. */
const WARM_UP = BODIES / 3
const CLIENTS = 8
/** The page caches of two connections, of 32 MiB each, and what scoring everybody each minute leaves to be collected. */
const MAX_GROWTH_MB = 160

const iso = (random: Random) => new Date(Date.UTC(2026, 0, 1) + wholeBetween(random, 0, 100 * 86_400_000)).toISOString()

/** A message of any type, with all that it may have. */
function createMessage(random: Random, messageId: string): object {
  return {
    type: pick(random, ['track', 'track', 'track', 'identify', 'group', 'page', 'alias']),
    messageId,
    userId: `u${wholeBetween(random, 0, 20)}`,
    anonymousId: `a${wholeBetween(random, 0, 200)}`,
    event: pick(random, ['report_created', 'report_shared', 'nudge_snoozed', 'else']),
    properties: { with: ['u1', 'u2'], nudge: 'share', days: 7, nested: { list: [{ deep: 1 }] } },
    traits: { plan: 'pro', seats: 7 },
    groupId: `g${wholeBetween(random, 0, 5)}`,
    previousId: `p${wholeBetween(random, 0, 200)}`,
    context: { groupId: 'acme', sessionId: 's' },
    timestamp: iso(random),
    sentAt: '2026-11-01T00:00:00Z',
  }
}

interface Sent {
  readonly body: Uint8Array
  readonly isGzip: boolean
  /** The places of messages that must be taken, and their ids; null where the body as a whole may be bad. */
  readonly good: ReadonlyMap<number, string> | null
}

/** The nth body: the same for the same number, whatever went before, so that one that fails can be sent alone. */
function bodyOf(n: number): Sent {
  const random = mulberry32(SEED * 1_000_003 + n)
  const messages = Array.from({ length: wholeBetween(random, 1, 4) }, (_, i) => createMessage(random, `bad-${n}-${i}`))
  if (random() < 0.5) return { ...mutateBody(random, { writeKey: KEYS.writeKey, batch: messages }), good: null }

  for (let left = wholeBetween(random, 1, 5); left > 0; left--) mutateStructure(random, messages)
  const good = new Map<number, string>()
  const batch: unknown[] = []
  const addGood = () => {
    const messageId = `good-${n}-${batch.length}`
    good.set(batch.length, messageId)
    batch.push({ type: 'track', messageId, userId: 'good', event: 'report_created', timestamp: iso(random) })
  }
  addGood()
  for (const message of messages) {
    batch.push(message)
    addGood()
  }
  return { body: Buffer.from(JSON.stringify({ writeKey: KEYS.writeKey, batch })), isGzip: false, good }
}

it(`R33: ${BODIES} mutated bodies: none fails inside, no good message is lost or doubled, memory stays`, async () => {
  using folder = createFolder()
  const collector = await spawnCollector(folder)
  onTestFinished(async () => void (await collector.end('SIGKILL')))
  let log = ''
  collector.process.stderr?.on('data', (chunk) => (log += String(chunk)))
  const acknowledged = new Set<string>()
  const answers: Record<number, number> = {}
  const refused: Record<string, number> = {}
  let taken = 0

  async function send(n: number): Promise<void> {
    const { body, isGzip, good } = bodyOf(n)
    const headers = { ...(isGzip && { 'Content-Encoding': 'gzip' }) }
    const init = { method: 'POST', body: body as BodyInit, headers }
    const replay = `body ${n} of seed ${SEED}, ${isGzip ? 'gzip, ' : ''}in base64: ${Buffer.from(body).toString('base64')}`
    const response = await fetch(`${collector.url}/v1/batch`, init).catch((cause: unknown) => {
      throw new Error(`no answer to ${replay}`, { cause })
    })
    const { status } = response
    const text = await response.text()
    answers[status] = (answers[status] ?? 0) + 1
    // So few clients never fill what may wait: a 503 is a failure too.
    expect(good === null ? [200, 400, 401, 413] : [200], `${status} ${text} to ${replay}`).toContain(status)
    if (status !== 200) return
    const { accepted, rejected } = JSON.parse(text) as BatchResult
    taken += accepted
    for (const { code } of rejected) refused[code] = (refused[code] ?? 0) + 1
    const lost = rejected.filter(({ index }) => good?.has(index))
    expect(lost, `lost of ${replay}`).toEqual([])
    for (const id of good?.values() ?? []) acknowledged.add(id)
  }
  let next = 0
  const sendUntil = async (end: number) => {
    const client = async () => {
      while (next < end) await send(next++)
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
  }

  await sendUntil(WARM_UP)
  const growth = await growthMb(collector, () => sendUntil(BODIES))
  expect(growth).toBeLessThan(MAX_GROWTH_MB)
  // What is mutated is neither all fine nor all of one kind.
  expect(Object.keys(answers).map(Number)).toEqual([200, 400, 401])
  expect(Object.keys(refused).toSorted()).toEqual(['in_the_future', 'invalid_message', 'message_too_large'])

  const { code, stderr } = await runUptake(['backup', join(folder.path, 'whole.db'), '--data', folder.data])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  expect(await collector.end('SIGTERM')).toBe(0)
  expect(log).not.toContain('failed')
  expectSound(folder.data)
  const { ids } = await readStored(folder.data)
  expect(ids).toHaveLength(taken)
  const stored = new Set(ids)
  expect(stored.size).toBe(ids.length)
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
}, 1_200_000)
