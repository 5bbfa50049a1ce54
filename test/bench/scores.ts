/**
 * What a score costs beside the bare read of the rows that it is made from: of a person with a year of daily use, and of
 * accounts of 50 and 1,000 such members. All are asked in turn, round after round, on one store in one process; a quarter
 * as many rounds before them, which warm up, are not counted. "Added" is what is left of the answer's time without the bare
 * read's, over the bare read's: 1 is as much again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openProject } from '@uptake/collector/src/project.ts'
import { toInstant } from '@uptake/collector/src/scores/instant.ts'
import type { PersonId, StoredRow } from '@uptake/collector/src/storage/storage.ts'
import { checkConfig } from '@uptake/shared/model/check'
import Database from 'better-sqlite3'
import { EXAMPLE } from '../vectors/arbitraries.ts'
import { ACTIONS, DAY_MS, NOW, TODAY } from './moment.ts'

const DAYS = 365
const COLLEAGUES = 12

const checked = checkConfig({ model: EXAMPLE })
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { config } = checked
const folder = mkdtempSync(join(tmpdir(), 'uptake-bench-'))
const project = await openProject(config, folder, () => NOW)
const at = toInstant(config.model, NOW)

/** Real messages make members known, a year ago and today; their rows are put beside them. */
async function addAccount(accountId: string, count: number): Promise<PersonId[]> {
  const moments = [NOW - (DAYS - 1) * DAY_MS, NOW - 1_000].map((time) => new Date(time).toISOString())
  const messages = Array.from({ length: count }, (_, i) =>
    moments.map((timestamp) => ({
      type: 'identify',
      userId: `${accountId}-${i}`,
      timestamp,
      context: { groupId: accountId },
    })),
  )
  for (let from = 0; from < count; from += 500)
    await project.ingest(messages.slice(from, from + 500).flat(), () => ({ receivedAt: NOW, bytes: 100 }))
  const account = (await project.storage.accountByAccountId(accountId))?.id ?? 0
  const people = (await project.storage.members([account])).map(({ person }) => person)
  for (const person of people) {
    await project.storage.transaction(async (transaction) => {
      await transaction.addRows([...rowsOf(person, account)])
      await transaction.addInteractions(
        Array.from({ length: Math.floor(DAYS / 7) }, (_, week) => ({
          person,
          account,
          action: 'report_shared',
          counterpart: `colleague-${week % COLLEAGUES}`,
          day: TODAY - 7 * week,
        })),
      )
    })
  }
  return people
}
function* rowsOf(person: PersonId, account: number): Generator<StoredRow> {
  for (const [action, feature] of ACTIONS)
    for (let ago = DAYS - 1; ago >= 0; ago--)
      yield { person, account, action, feature, day: TODAY - ago, count: 2, volume: 2 }
}

const db = new Database(join(folder, 'uptake.db'), { readonly: true })
const bare = ['rows', 'interactions'].map((table) =>
  db.prepare(`SELECT * FROM ${table} WHERE person IN (SELECT value FROM json_each(?))`),
)

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0
}
const ms = (time: number): string => `${time.toFixed(2)} ms`

async function measure(what: string, people: readonly PersonId[], rounds: number): Promise<void> {
  const ids = JSON.stringify(people)
  const standing = () => (what === 'person' ? project.scores.ofUser('one-0', at) : project.scores.ofAccount(what, at))
  const works = {
    bare: () => bare.map((statement) => statement.all(ids)),
    score: async () => (await standing()).score(),
    next: async () => (await standing()).nextActions(),
  }
  const times: Record<keyof typeof works, number[]> = { bare: [], score: [], next: [] }
  const rows = works.bare().reduce((sum, some) => sum + some.length, 0)
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++)
    for (const name of ['bare', 'score', 'next'] as const) {
      const time = await timed(works[name])
      if (round >= 0) times[name].push(time)
    }
  process.stdout.write(`${what}: ${people.length} member(s), ${rows} rows, ${rounds} rounds\n`)
  for (const share of [0.5, 0.99]) {
    const [read, score, next] = [times.bare, times.score, times.next].map((some) => quantile(some, share))
    if (read === undefined || score === undefined || next === undefined) continue
    const added = ((score - read) / read).toFixed(2)
    process.stdout.write(
      `  p${share * 100}: bare read ${ms(read)}, score ${ms(score)} (added ${added}, at most 1), ` +
        `next actions ${ms(next)} (${(next / score).toFixed(2)} scores, below 3)\n`,
    )
  }
}

try {
  const one = await addAccount('one', 1)
  await measure('person', one, 500)
  await measure('fifty', await addAccount('fifty', 50), 30)
  await measure('thousand', await addAccount('thousand', 1_000), 5)
} finally {
  db.close()
  await project.storage.close()
  rmSync(folder, { recursive: true })
}
