import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '@uptake/collector/src/cli/load-config.ts'
import { openProjectToRead } from '@uptake/collector/src/project.ts'
import { type Known, parseInstant } from '@uptake/collector/src/scores/instant.ts'
import type { Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const LOG = fileURLToPath(new URL('../../../shared/data/git_uboot.csv.gz', import.meta.url))
/** Counted by others, from the file alone. */
const REFERENCE = fileURLToPath(new URL('../../../shared/data/reference.json', import.meta.url))
const CONFIG = fileURLToPath(new URL('git-uboot.config.ts', import.meta.url))

interface CutOff {
  /** A date; the instant is 23:59:00 UTC of it. */
  readonly T: string
  readonly population: number
  readonly retained: number
  readonly population_if_received_at_ignored: number
}
function cutOffs(): { windowDays: number; all: CutOff[]; firstTest: CutOff } {
  const references = JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
    dataset: string
    window_days: number
    train_cutoffs: CutOff[]
    test_cutoffs: [CutOff, ...CutOff[]]
  }[]
  const found = references.find(({ dataset }) => dataset === 'git_uboot')
  if (!found) throw new Error('there is no reference for this log')
  const { train_cutoffs: train, test_cutoffs: test, window_days: windowDays } = found
  return { windowDays, all: [...train, ...test], firstTest: test[0] }
}

// The log is not the project's to hand on: where it does not lie beside the checkout, this is skipped.
describe.skipIf(!existsSync(LOG))('seven years of a real project’s history', () => {
  const folder = temporaryFolder()
  const project = ['--data', folder.path, '--config', CONFIG]
  let outcome: string
  beforeAll(async () => {
    outcome = (await runUptake(['import', LOG, ...project])).stderr
  })
  afterAll(() => folder.remove())
  const scoresOf = async (...options: string[]) => {
    const { stdout } = await runUptake(['scores', '--json', '--at', '2024-01-01', ...options, ...project])
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Score)
  }

  it('is taken in whole, and once', async () => {
    expect(outcome).toMatch(/139,929 rows in \S+ s: 139,929 new, 0 there already, 0 refused/)
    const again = await runUptake(['import', LOG, ...project])
    expect(again.stderr).toMatch(/: 0 new, 139,929 there already, 0 refused/)
  })

  it('gives users and accounts by band at a past instant', async () => {
    const users = await scoresOf()
    const accounts = await scoresOf('--accounts')
    // Counted from the file by the dates alone: users with a row, and accounts with a row, until the end of that day.
    expect(users).toHaveLength(1_902)
    expect(accounts).toHaveLength(937)
    for (const { score, band, status } of [...users, ...accounts]) {
      expect(band === null).toBe(score === null)
      expect(status === 'insufficient_data').toBe(score === null)
    }
    const bands = new Set(users.map(({ band }) => band ?? 'insufficient data'))
    expect([...bands].toSorted()).toEqual(['at-risk', 'healthy', 'insufficient data', 'needs-attention', 'thriving'])
  })

  it('R20: holds at each cut-off whom others count, by what was known then and by what is known now', async () => {
    const { windowDays, all } = cutOffs()
    const sql = `WITH days(day) AS (VALUES ${all.map(({ T }) => `('${T}')`).join(', ')}),
      cuts AS MATERIALIZED (SELECT day, day || 'T23:59:00.000Z' AS at,
        date(day, '-${windowDays} days') || 'T23:59:00.000Z' AS since,
        date(day, '+${windowDays} days') || 'T23:59:00.000Z' AS until FROM days),
      seen AS MATERIALIZED (SELECT user_id, occurred_at, received_at FROM events),
      here AS (SELECT DISTINCT day, user_id, until, at FROM cuts JOIN seen
        ON occurred_at > since AND occurred_at <= at AND received_at <= at),
      stayed AS (SELECT DISTINCT day, here.user_id FROM here JOIN seen
        ON seen.user_id = here.user_id AND occurred_at > at AND occurred_at <= until)
      SELECT day AS T, (SELECT count(*) FROM here WHERE here.day = cuts.day) AS population,
        (SELECT count(*) FROM stayed WHERE stayed.day = cuts.day) AS retained,
        (SELECT count(DISTINCT user_id) FROM seen WHERE occurred_at > since AND occurred_at <= at)
          AS population_if_received_at_ignored FROM cuts`
    const { stdout } = await runUptake(['query', sql, '--json', ...project])
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as CutOff)
    const expected = all.map(({ T, population, retained, population_if_received_at_ignored: ignored }) => ({
      T,
      population,
      retained,
      population_if_received_at_ignored: ignored,
    }))
    expect(expected).toHaveLength(30)
    expect(rows).toEqual(expected)
  })

  it('R36: scores at the first test cut-off whom others count, by what was known then and by what is known now', async () => {
    const { windowDays, firstTest } = cutOffs()
    const config = await loadConfig(CONFIG)
    const { scores, storage } = await openProjectToRead(config, folder.path)
    const populationOf = async (known: Known) => {
      const at = parseInstant(config.model, `${firstTest.T}T23:59:00Z`, known)
      if (!at) throw new Error('the cut-off is no instant')
      let population = 0
      // Every action of the log is one of the model's.
      for await (const { subject } of scores.allUsers(at))
        if (subject.activeDays().some((day) => day > at.day - windowDays)) population++
      return population
    }
    expect(firstTest).toMatchObject({ population: 258, population_if_received_at_ignored: 287 })
    expect([await populationOf('then'), await populationOf('now')]).toEqual([258, 287])
    await storage.close()
  })
})
