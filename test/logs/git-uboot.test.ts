import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const LOG = fileURLToPath(new URL('../../../shared/data/git_uboot.csv.gz', import.meta.url))
const CONFIG = fileURLToPath(new URL('git-uboot.config.ts', import.meta.url))

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
})
