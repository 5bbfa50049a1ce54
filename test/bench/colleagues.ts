/**
 * What a large account costs everybody else while colleagues look at the app: an account of so many members, 50 of whom have
 * the stream open, and do something in turn, one event a second. Beside it the same events without a stream, of the same
 * minute. "Others" ask for the score of a user, each at its time whether the one before is answered or not; "told" is how
 * long after the answer to an event the stream of whoever did it says so.
 *
 * node test/bench/colleagues.ts [members]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Me } from '@uptake/shared/wire'
import { Pool } from 'undici'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'
import { tokenOf } from '../harness/token-of.ts'
import { openStream } from '../http/read-stream.ts'
import { printRatio, ROUNDS } from './ingest/ratio.ts'
import { type MeasuredServer, startCollector } from './ingest/server.ts'
import { openScoresStage } from './scores/stage.ts'
import { quantile } from './sdk/figure.ts'

const MEMBERS = Number(process.argv[2] ?? 1_000)
/** Each action once a week for a quarter. */
const USAGE = { days: 90, everyDays: 7 }
const STREAMS = 50
const EVENTS = 10
const EVENT_MS = 1_000
const READ_MS = 20
const HEADERS = { authorization: `Bearer ${KEYS.secretKey}` }

/** Has the event of a member acknowledged. */
async function send(pool: Pool, member: number): Promise<void> {
  const message = { type: 'track', userId: `large-${member}`, event: 'report_created', context: { groupId: 'large' } }
  const body = JSON.stringify({ writeKey: KEYS.writeKey, batch: [message] })
  const answer = await pool.request({ path: '/v1/batch', method: 'POST', body })
  if (answer.statusCode !== 200) throw new Error(`an event was answered with ${answer.statusCode}`)
  await answer.body.dump()
}

async function read(pool: Pool, path: string): Promise<number> {
  const started = performance.now()
  const { statusCode, body } = await pool.request({ path, method: 'GET', headers: HEADERS })
  await body.dump()
  if (statusCode !== 200) throw new Error(`${path} was answered with ${statusCode}`)
  return performance.now() - started
}

/** Opens a member's stream; gives how long its news of an event of theirs takes. */
async function watch(url: string, member: number) {
  const token = await tokenOf({ sub: `large-${member}`, account: 'large' })
  const stream = await openStream(`${url}/v1/me/stream`, { Authorization: `Bearer ${token}` })
  const ownOf = (me: unknown): string => JSON.stringify((me as Me).user.contributions)
  const before = ownOf(await stream.event())
  return {
    stream,
    async toldAfter(acknowledged: Promise<void>): Promise<number> {
      await acknowledged
      const since = performance.now()
      while (ownOf(await stream.event()) === before) continue
      return performance.now() - since
    },
  }
}

/** Processor and others' waiting while events come, and how long they took to be told. */
async function run({ url, usage }: MeasuredServer, streams: number) {
  await using pool = Object.assign(new Pool(url, { connections: 16 }), {
    [Symbol.asyncDispose]: () => pool.close(),
  })
  const watching = await Promise.all(Array.from({ length: streams }, (_, member) => watch(url, member)))
  const reads: Promise<number>[] = []
  const told: Promise<number>[] = []
  const before = await usage()
  const timer = setInterval(() => void reads.push(read(pool, '/v1/users/large-0/score')), READ_MS)
  for (let event = 0; event < EVENTS; event++) {
    const acknowledged = send(pool, event)
    told.push(watching[event]?.toldAfter(acknowledged) ?? acknowledged.then(() => 0))
    await sleep(EVENT_MS)
  }
  clearInterval(timer)
  const cpuMs = (await usage()).cpuMs - before.cpuMs
  const waits = await Promise.all(reads)
  const toldMs = await Promise.all(told)
  for (const { stream } of watching) stream.abandon()
  return { cpuMs, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99), toldMs: Math.max(...toldMs) }
}

const folder = temporaryFolder()
{
  await using stage = await openScoresStage({ data: folder.path, now: Date.now() })
  await stage.addAccount('large', MEMBERS, USAGE)
}
const rounds: Record<'with' | 'without', Awaited<ReturnType<typeof run>>[]> = { with: [], without: [] }
for (let round = 0; round < ROUNDS; round++) {
  await using server = await startCollector(folder.path)
  await using pool = Object.assign(new Pool(server.url), { [Symbol.asyncDispose]: () => pool.close() })
  // Everybody is scored at first.
  await read(pool, '/v1/accounts')
  rounds.without.push(await run(server, 0))
  rounds.with.push(await run(server, STREAMS))
}
folder.remove()
process.stdout.write(`${MEMBERS} members, ${STREAMS} streams, an event a second, ${ROUNDS} rounds\n`)
for (const [what, key] of [
  ['p50 of others', 'p50'],
  ['p99 of others', 'p99'],
  ['processor for ten seconds', 'cpuMs'],
] as const) {
  const [values, bare] = [rounds.with, rounds.without].map((some) => some.map((one) => one[key]))
  printRatio({ what: `${what}, with streams against without`, unit: 'ms', values: values ?? [], bare: bare ?? [] })
}
process.stdout.write(`told after at most ${rounds.with.map(({ toldMs }) => `${Math.round(toldMs)} ms`).join(', ')}\n`)
