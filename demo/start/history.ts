import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sendMessages, type Sent } from '../simulator/send.ts'
import { simulate, toDay } from '../simulator/simulate.ts'
import { PATHS } from './paths.ts'

const SEED = 20
const ANCHOR_FILE = 'first-start-day'

/** Brings the collector the history up to now. What it has already, from an earlier start, it drops by message id. */
export async function sendHistory(collector: { host: string; writeKey: string }, nowMs: number): Promise<Sent> {
  const anchorDay = await readAnchorDay(nowMs)
  return sendMessages(simulate({ seed: SEED, anchorDay, endMs: nowMs }), collector)
}

/** The day of the first start. It lives beside the database, so that both begin anew together. */
async function readAnchorDay(nowMs: number): Promise<number> {
  const file = join(PATHS.data, ANCHOR_FILE)
  if (existsSync(file)) return Number(await readFile(file, 'utf8'))
  const day = toDay(nowMs)
  await mkdir(PATHS.data, { recursive: true })
  await writeFile(file, `${day}\n`)
  return day
}
