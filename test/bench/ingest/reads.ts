import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { mulberry32 } from '../../../demo/random.ts'
import { KEYS } from '../../harness/start-collector.ts'
import { quantile } from '../sdk/figure.ts'
import { USERS } from './messages.ts'
import { printRatio, ROUNDS } from './ratio.ts'
import { createSender } from './sender.ts'
import { startCollector } from './server.ts'

/** What people did before. */
const HISTORY = { batch: 100, events: 40_000, days: 60 }
const FULL = { batch: 100, events: 500_000 }
const EVERY_MS = 20
const IDLE_MS = 8_000
const WARM_UP_MS = 2_000

/** How long a score is waited for while as much is sent as the collector takes, against while nothing is. */
export async function benchReads(): Promise<void> {
  await using history = await createSender(HISTORY)
  await using sender = await createSender(FULL)
  const [busy, idle]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    await using server = await startCollector()
    await history.send(server.url, 0, 1)
    await readScores(server.url, sleep(WARM_UP_MS))
    idle.push(quantile(await readScores(server.url, sleep(IDLE_MS)), 0.99))
    busy.push(quantile(await readScores(server.url, sender.send(server.url, 0, 1)), 0.99))
  }
  const what = `p99 of reading a score, ${1000 / EVERY_MS} a second, at full ingest against idle`
  printRatio({ what, unit: 'ms', values: busy, bare: idle, atMost: 4, aim: 2 })
}

/** Reads scores of one user or another, each at its time whether the one before is answered or not. */
async function readScores(url: string, until: Promise<unknown>): Promise<number[]> {
  const random = mulberry32(7)
  const pool = new Pool(url, { connections: 16 })
  const headers = { authorization: `Bearer ${KEYS.secretKey}` }
  const times: number[] = []
  async function read(): Promise<void> {
    const path = `/v1/users/user-${Math.floor(random() * USERS)}/score`
    const started = performance.now()
    const { statusCode, body } = await pool.request({ path, method: 'GET', headers })
    const text = await body.text()
    times.push(performance.now() - started)
    if (statusCode !== 200) throw new Error(`a score was answered with ${statusCode}: ${text}`)
  }
  const reads: Promise<void>[] = []
  const timer = setInterval(() => void reads.push(read()), EVERY_MS)
  await until.finally(() => clearInterval(timer))
  await Promise.all(reads)
  await pool.close()
  return times
}
