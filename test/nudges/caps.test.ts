import { expect, it } from 'vitest'
import { DAY_MS, HOUR_MS, NOW, openStage, report, rule, type Stage } from './stage.ts'

const RULES = ['a', 'b', 'c', 'd'].map((id) => rule(id))
/** The user was there before. */
async function open(rules: readonly object[] = RULES): Promise<Stage> {
  const stage = await openStage(rules)
  await stage.track('ada', 'signed_in')
  return stage
}
/** What is offered in a new session at each of these instants, where what comes first is shown in it. */
async function showAt(stage: Stage, instants: readonly number[]): Promise<string[]> {
  const shown: string[] = []
  for (const at of instants) {
    stage.now = at
    const session = `session of ${at}`
    const [first] = await stage.offered('ada', { session })
    shown.push(first ?? '–')
    if (first !== undefined) await stage.tell('ada', 'nudge_shown', first, { session })
  }
  return shown
}

it('R17: one nudge a session: the one that was shown stays in it, on whatever device it is asked for', async () => {
  await using stage = await open()
  expect(await stage.offered('ada', { session: 's' })).toEqual(['a', 'b', 'c', 'd'])
  await stage.tell('ada', 'nudge_shown', 'b', { session: 's' })
  expect(await stage.offered('ada', { session: 's' })).toEqual(['b'])
  // A session goes on past a day.
  stage.now += 25 * HOUR_MS
  expect(await stage.offered('ada', { session: 's' })).toEqual(['b'])
  expect(await stage.offered('ada', { session: 'another' })).toEqual(['a', 'c', 'd'])
})

it('R17: what is reported again and again in a session is one showing', async () => {
  await using stage = await open([rule('a')])
  for (let i = 0; i < 5; i++) await stage.tell('ada', 'nudge_shown', 'a', { session: 's', at: NOW - i })
  expect(await stage.offered('ada', { session: 's' })).toEqual(['a'])
  stage.now = NOW + 8 * DAY_MS
  expect(await stage.offered('ada', { session: 'another' })).toEqual(['a'])
})

it('R17: 24 hours between two nudges', async () => {
  await using stage = await open()
  expect(await showAt(stage, [NOW, NOW + 24 * HOUR_MS - 1, NOW + 24 * HOUR_MS])).toEqual(['a', '–', 'b'])
})

it('R17: three showings in seven days', async () => {
  await using stage = await open()
  const days = [0, 1, 2, 3, 6, 7].map((day) => NOW + day * DAY_MS)
  expect(await showAt(stage, days)).toEqual(['a', 'b', 'c', '–', '–', 'a'])
})

it('R17: of one nudge three showings ever, seven days apart', async () => {
  await using stage = await open([rule('a')])
  const days = [0, 6, 7, 13, 14, 21, 300].map((day) => NOW + day * DAY_MS)
  expect(await showAt(stage, days)).toEqual(['a', '–', 'a', '–', 'a', '–', '–'])
})

it('R17: what is reported without a session is a showing each time', async () => {
  await using stage = await open([rule('a'), rule('b')])
  for (const daysAgo of [30, 20, 10]) await stage.tell('ada', 'nudge_shown', 'a', { at: NOW - daysAgo * DAY_MS })
  for (const daysAgo of [30, 10]) await stage.tell('ada', 'nudge_shown', 'b', { at: NOW - daysAgo * DAY_MS })
  expect(await stage.offered('ada')).toEqual(['b'])
})

it('R17: what another device reports late counts from when it happened', async () => {
  await using stage = await open()
  const at = (daysAgo: number) => ({ session: `${daysAgo} days ago`, at: NOW - daysAgo * DAY_MS })
  await stage.tell('ada', 'nudge_shown', 'a', at(6.9))
  await stage.tell('ada', 'nudge_shown', 'b', at(5))
  expect(await stage.offered('ada')).toEqual(['c', 'd'])
  await stage.tell('ada', 'nudge_held', 'c', at(3))
  expect(await stage.offered('ada')).toEqual([])
  stage.now = NOW + 0.2 * DAY_MS
  expect(await stage.offered('ada')).toEqual(['a', 'd'])
})

it('what was shown by a rule that is gone counts too', async () => {
  await using stage = await open()
  await stage.tell('ada', 'nudge_shown', 'gone', { session: 's' })
  expect(await stage.offered('ada', { session: 'another' })).toEqual([])
})

it('what is critical is exempt, and uses nothing up', async () => {
  await using stage = await open([rule('a'), rule('outage', { critical: true })])
  for (const session of ['1', '2', '3', '4']) {
    expect(await stage.offered('ada', { session })).toEqual(['a', 'outage'])
    await stage.tell('ada', 'nudge_shown', 'outage', { session })
  }
  await stage.tell('ada', 'nudge_dismissed', 'outage')
  expect(await stage.offered('ada')).toEqual(['a'])
})

it('R19: a dismissed nudge is away for 30 days, one that was completed for good', async () => {
  await using stage = await open([rule('a'), rule('b')])
  await stage.tell('ada', 'nudge_dismissed', 'a')
  await stage.tell('ada', 'nudge_completed', 'b')
  stage.now = NOW + 30 * DAY_MS - 1
  expect(await stage.offered('ada')).toEqual([])
  stage.now = NOW + 30 * DAY_MS
  expect(await stage.offered('ada')).toEqual(['a'])
  stage.now = NOW + 300 * DAY_MS
  expect(await stage.offered('ada')).toEqual(['a'])
})

it.each([
  { days: 1, away: 1 },
  { days: 3, away: 3 },
  { days: 7, away: 7 },
  { days: 3_650, away: 1 },
  { days: undefined, away: 1 },
])('R19: snoozed for $days, a nudge is away for $away days, and then may show within seven', async ({ days, away }) => {
  await using stage = await open([rule('a')])
  await stage.tell('ada', 'nudge_shown', 'a', { session: 's' })
  await stage.tell('ada', 'nudge_snoozed', 'a', { session: 's', days })
  stage.now = NOW + away * DAY_MS - 1
  expect(await stage.offered('ada', { session: 't' })).toEqual([])
  stage.now = NOW + away * DAY_MS
  expect(await stage.offered('ada', { session: 't' })).toEqual(['a'])
})

it('100,000 reports of made-up nudges neither slow /v1/me, nor let a dismissed one return', async () => {
  await using stage = await open([rule('a'), rule('b')])
  await stage.tell('ada', 'nudge_dismissed', 'a', { at: NOW - 2 * DAY_MS })
  const took = async (): Promise<number> => {
    let least = Infinity
    for (let i = 0; i < 9; i++) {
      const began = performance.now()
      expect(await stage.offered('ada')).toEqual(['b'])
      least = Math.min(least, performance.now() - began)
    }
    return least
  }
  const before = await took()
  const madeUp = (i: number) => report('ada', 'nudge_clicked', `made up ${i}`, { at: NOW - 1.5 * DAY_MS + i })
  for (let from = 0; from < 100_000; from += 1_000)
    await stage.collector.send(Array.from({ length: 1_000 }, (_, i) => madeUp(from + i)))
  // To read all of them takes fifty times as long.
  expect(await took()).toBeLessThan(10 * before + 10)
}, 120_000)
