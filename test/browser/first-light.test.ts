import type { Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../harness/chromium.ts'
import { openDemo, queueOn, scoreOn, type DemoPage } from './demo-page.ts'
import { eventually } from './eventually.ts'
import { loneAuthor } from './lone-author.ts'
import { eventsIn, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

interface Outage {
  readonly how: string
  readonly line: string
  readonly user: string
  readonly colleagues: readonly string[]
  /** A report of somebody else. */
  readonly report: string
  begin(tab: DemoPage): Promise<void>
  end(tab: DemoPage): Promise<void>
}
const outages: Outage[] = [
  {
    how: 'offline',
    line: 'switched-off',
    user: 'jonas-lindqvist',
    colleagues: ['Maya Okafor', 'Priya Raman', 'Tomás Ferreira'],
    report: 'Late deliveries by depot',
    begin: ({ offline }) => offline.click(),
    end: ({ offline }) => offline.click(),
  },
  {
    how: 'while the collector is down',
    line: 'unreachable',
    user: 'maya-okafor',
    colleagues: ['Jonas Lindqvist', 'Priya Raman', 'Tomás Ferreira'],
    report: 'Fuel per 100 km, by vehicle class',
    begin: () => stage.stopCollector('SIGTERM'),
    end: () => stage.startCollector(),
  },
]

it.each(outages)('first light: three actions $how, the tab closed and opened again', async (outage) => {
  const { user, line } = outage
  await stage.send(loneAuthor(user, Date.now()))
  const past = (await stage.messagesOf(user)).length
  const arrived = async () => (await stage.messagesOf(user)).slice(past)
  await using browser = await openBrowser()
  const open = () => openDemo(browser.context, stage.demo.addressOf(user))

  const first = await open()
  await eventually(() => scoreOn(first)).toBeGreaterThan(0)
  const before = await scoreOn(first)
  expect(await first.sawSuggestion()).toBe(false)
  await eventually(async () => eventsIn(await arrived())).toEqual(['signed_in'])

  await outage.begin(first)
  await first.createReport('Empty runs by route')
  await first.share(outage.colleagues)
  await first.comment(outage.report, 'Let us look at Thursdays alone.')
  await eventually(() => queueOn(first)).toEqual({ line, waiting: 3 })
  await first.page.close()
  const second = await open()
  // A second visit signs in for a second time.
  await eventually(() => queueOn(second)).toEqual({ line, waiting: 4 })
  expect(eventsIn(await arrived())).toEqual(['signed_in'])

  await outage.end(second)
  await eventually(() => scoreOn(second)).toBeGreaterThan(before)
  const actions = ['comment_added', 'report_created', 'report_shared', 'signed_in', 'signed_in']
  expect(eventsIn(await arrived()).filter((event) => event !== 'nudge_shown')).toEqual(actions)
  const { score } = (await stage.read(`/v1/users/${user}/score`)) as Score
  expect(await second.score.textContent()).toBe(score?.toFixed(1))

  await second.suggestion.waitFor()
  expect(await second.sawSuggestion()).toBe(true)
  await second.suggestion.getByRole('button', { name: 'Dismiss' }).click()
  await second.suggestion.waitFor({ state: 'detached' })
  // At once, before it can be known that the dismissal has arrived. The score comes in the answer that would bring the nudge.
  await second.page.reload()
  await eventually(() => scoreOn(second)).toBe(score)
  expect(await second.sawSuggestion()).toBe(false)

  await second.page.close()
  const settled = await arrived()
  const third = await open()
  await eventually(() => scoreOn(third)).toBe(score)
  expect(await third.sawSuggestion()).toBe(false)
  const all = await arrived()
  expect(eventsIn(all)).toEqual([...actions, 'signed_in', 'nudge_dismissed', 'nudge_shown'].toSorted())
  const ids = all.map(({ messageId }) => messageId)
  expect(new Set(ids).size).toBe(ids.length)
  // What was acknowledged is not sent again.
  expect([...new Set(third.sent)]).toEqual(ids.slice(settled.length))
})
