import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { Score } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { slowDown } from '../harness/slow-down.ts'
import { type TemporaryProject, temporaryProject } from '../harness/temporary-project.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const DAY_MS = 86_400_000
const MANY = 15_000
let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject()
})
afterEach(() => project.remove())

const configure = (more: object = {}) => project.configure({ model: EXAMPLE, ...more })
const dayAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
async function importDays(days: readonly number[], people = 1) {
  const lines = days.flatMap((day) =>
    Array.from({ length: people }, (_, i) => {
      const timestamp = `${dayAgo(day)}T10:00:00Z`
      const message = { type: 'track', userId: i === 0 ? 'ada' : `u${i}`, event: 'report_created', timestamp }
      return JSON.stringify({ ...message, messageId: `m${day} ${i}`, receivedAt: timestamp })
    }),
  )
  const path = join(project.folder, 'log.jsonl')
  writeFileSync(path, lines.join('\n'))
  return runUptake(['import', path, ...project.options])
}
async function messagesLeft(): Promise<number> {
  const storage = await openStorage(project.paths.data)
  const { rows } = await storage.query('SELECT count(*) FROM events')
  const count = Number([...rows][0]?.[0])
  await storage.close()
  return count
}
/** Serves until so many are left, then stops it; what it logged. */
async function serveUntil(count: number) {
  const collector = await spawnCollector(project.paths)
  let log = ''
  collector.process.stderr?.on('data', (chunk) => (log += String(chunk)))
  while ((await messagesLeft()) > count);
  while (!log.includes('messages removed')) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await collector.end('SIGTERM')).toBe(0)
  return log
}

it('a running collector removes what is older, and says how much of how many days', async () => {
  configure()
  await importDays([1, 2, 10, 20, 30, 40, 50])
  configure({ retentionDays: 15 })
  const log = await serveUntil(3)
  expect(JSON.parse(log.split('\n').find((line) => line.includes('removed')) ?? '{}')).toMatchObject({
    messages: 4,
    days: 4,
  })
  // A longer retention brings nothing back, none either: an import says of each line why.
  for (const retentionDays of [100, undefined]) {
    configure({ retentionDays })
    const { stderr } = await importDays([1, 20, 2, 30])
    expect(stderr).toMatch(/0 new, 2 there already, 2 refused\n {2}line 2: too_old: .*\n {2}line 4: too_old: .*\n$/)
  }
})

it('what was known then of a day that is gone ends with what to do', async () => {
  configure()
  await importDays(Array.from({ length: 40 }, (_, i) => i + 1))
  configure({ retentionDays: 15 })
  const at = dayAgo(30)
  const explained = async (...options: string[]) => {
    const { stdout } = await runUptake(['explain', 'ada', '--at', at, '--json', ...options, ...project.options])
    return JSON.parse(stdout) as Score
  }
  const before = await explained()
  await serveUntil(15)
  const after = await explained()
  expect(after.asOf).toBe(`${at}T23:59:59.999Z`)
  expect(after.score).toBeCloseTo(before.score ?? NaN, 9)
  const scores = await runUptake(['scores', '--at', `${at}T05:00:00Z`, ...project.options])
  expect(scores.stdout).toContain(`1 user at ${at}T23:59:59.999Z`)
  for (const verb of [['explain', 'ada'], ['scores'], ['scores', '--accounts'], ['overview']]) {
    expect(await runUptake([...verb, '--at', at, '--known', 'then', ...project.options])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^uptake: what was known on \S+ can't be told: .*\nAsk for .*\n$/),
    })
  }
  const rebuilt = await runUptake(['rebuild', ...project.options])
  expect(rebuilt.stderr).toContain(`${await messagesLeft()} messages folded again`)
  expect(await explained()).toEqual(after)
})

it('ends cleanly in the middle of it by SIGTERM, and goes on from there', async () => {
  configure()
  await importDays(
    Array.from({ length: 10 }, (_, i) => i + 20),
    MANY / 10,
  )
  configure({ retentionDays: 15 })
  const speedUp = slowDown(project.paths.data, 'DELETE ON messages', 0.2)
  const storage = await openStorage(project.paths.data)
  const collector = await spawnCollector(project.paths)
  await expect.poll(() => storage.border()).not.toBeNull()
  expect(await collector.end('SIGTERM')).toBe(0)
  await storage.close()
  speedUp()
  const left = await messagesLeft()
  expect([left > 0, left < MANY]).toEqual([true, true])
  configure()
  expect(JSON.parse((await serveUntil(0)).split('\n').find((line) => line.includes('removed')) ?? '{}')).toMatchObject({
    messages: left,
  })
})
