import { join } from 'node:path'
import { openProject, type Project } from '@uptake/collector/src/project.ts'
import { type Instant, toInstant } from '@uptake/collector/src/scores/instant.ts'
import type { PersonId, StoredRow } from '@uptake/collector/src/storage/storage.ts'
import type { Day } from '@uptake/shared/scoring'
import { checkConfig } from '@uptake/shared/model/check'
import Database from 'better-sqlite3'
import { temporaryFolder } from '../../harness/start-collector.ts'
import { EXAMPLE } from '../../vectors/arbitraries.ts'
import { ACTIONS, DAY_MS, NOW } from '../moment.ts'

const COLLEAGUES = 12

/** How much each member did: every action each so many days, over so long; somebody else is shared with each week. */
interface Usage {
  readonly days: number
  readonly everyDays: number
}

/** A store with members whose rows are there, to be scored in this process. */
export interface ScoresStage extends AsyncDisposable {
  readonly project: Project
  readonly at: Instant
  /** Makes an account of so many members, whose user ids are the account's with a number: "acme-0". */
  addAccount(accountId: string, count: number, usage: Usage): Promise<PersonId[]>
  /** Reads all that scores of these people are made of, and does nothing with it; returns how many rows it is. */
  readBare(people: readonly PersonId[]): number
}

interface StageOptions {
  /** A folder that stays. @defaultValue one that goes with it */
  readonly data?: string
  /** What is scored, in Unix milliseconds. @defaultValue that of all benches */
  readonly now?: number
}

/** Opens it on a new store. */
export async function openScoresStage({ data, now = NOW }: StageOptions = {}): Promise<ScoresStage> {
  const checked = checkConfig({ model: EXAMPLE })
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  const folder = data === undefined ? temporaryFolder() : { path: data, remove: () => undefined }
  const project = await openProject(checked.config, folder.path, () => now)
  const db = new Database(join(folder.path, 'uptake.db'), { readonly: true })
  const bare = ['rows', 'interactions'].map((table) =>
    db.prepare(`SELECT * FROM ${table} WHERE person IN (SELECT value FROM json_each(?))`),
  )
  return {
    project,
    at: toInstant(checked.config.model, now),
    addAccount: (accountId, count, usage) => addAccount(project, accountId, count, usage, now),
    readBare: (people) => bare.reduce((sum, statement) => sum + statement.all(JSON.stringify(people)).length, 0),
    async [Symbol.asyncDispose]() {
      db.close()
      await project.storage.close()
      folder.remove()
    },
  }
}

/** Real messages make members known, at first and today; their rows are put beside them. */
async function addAccount(
  project: Project,
  accountId: string,
  count: number,
  usage: Usage,
  now: number,
): Promise<PersonId[]> {
  const today = Math.floor(now / DAY_MS)
  const moments = [now - (usage.days - 1) * DAY_MS, now - 1_000].map((time) => new Date(time).toISOString())
  const messages = Array.from({ length: count }, (_, i) =>
    moments.map((timestamp) => ({
      type: 'identify',
      userId: `${accountId}-${i}`,
      timestamp,
      context: { groupId: accountId },
    })),
  )
  for (let from = 0; from < count; from += 500)
    await project.ingest(messages.slice(from, from + 500).flat(), () => ({ receivedAt: now, bytes: 100 }))
  const account = (await project.storage.accountByAccountId(accountId))?.id ?? 0
  const people = (await project.storage.members([account])).map(({ person }) => person)
  for (const person of people) {
    await project.storage.transaction(async (transaction) => {
      await transaction.addRows([...rowsOf(person, account, usage, today)])
      await transaction.addInteractions(
        Array.from({ length: Math.floor(usage.days / 7) }, (_, week) => ({
          person,
          account,
          action: 'report_shared',
          counterpart: `colleague-${week % COLLEAGUES}`,
          day: today - 7 * week,
        })),
      )
    })
  }
  return people
}

function* rowsOf(person: PersonId, account: number, { days, everyDays }: Usage, today: Day): Generator<StoredRow> {
  for (const [action, feature] of ACTIONS)
    for (let ago = days - 1; ago >= 0; ago -= everyDays)
      yield { person, account, action, feature, day: today - ago, count: 2, volume: 2 }
}
