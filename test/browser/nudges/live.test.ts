import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { openBrowser } from '../../harness/chromium.ts'
import { KEYS, startCollector } from '../../harness/start-collector.ts'
import { EXAMPLE } from '../../vectors/arbitraries.ts'
import { eventually } from '../eventually.ts'
import { openSite } from '../packaging/site.ts'

const DIST = fileURLToPath(new URL('../../../sdk/dist', import.meta.url))
const DAY_MS = 86_400_000
const NUDGE = {
  id: 'share-a-report',
  deliver: 'app',
  slot: 'top',
  kind: 'banner',
  title: 'Share it with your team',
  body: 'Teams that share get more from reports.',
  when: { weakest: 'collaboration' },
  goal: { action: 'report_shared', withinDays: 7 },
}

it('shows what the collector says, and the collector hears what becomes of it', async () => {
  await using collector = await startCollector({ model: EXAMPLE, nudges: [NUDGE], identity: 'trust' })
  const created = (daysAgo: number) => ({
    type: 'track',
    userId: 'ada',
    event: 'report_created',
    timestamp: new Date(Date.now() - daysAgo * DAY_MS).toISOString(),
  })
  await collector.send([1, 2, 4, 6, 8, 9, 11, 13, 15, 16, 18, 20, 22].map(created))
  const reports = async () => {
    const messages = await collector.storage.messagesAfter(0, 1_000)
    return messages.flatMap(({ event }) => (event?.startsWith('nudge_') ? event : []))
  }
  await using site = await openSite(DIST)
  const options = { host: collector.url, writeKey: KEYS.writeKey, userId: 'ada', sendDelayMs: 0 }
  site.put(
    '/app.js',
    `import { createUptake } from '/sdk/index.js'
    import { defineNudges } from '/sdk/nudges.js'
    globalThis.uptake = createUptake(${JSON.stringify(options)})
    defineNudges(uptake)`,
  )
  const app = '<uptake-nudge slot-name="top"></uptake-nudge><script type="module" src="/app.js"></script>'
  await using browser = await openBrowser()
  const page = await browser.context.newPage()
  await page.goto(site.put('/', `<!doctype html><title>Reports</title>${app}`))

  const banner = page.getByRole('region', { name: NUDGE.title })
  await banner.waitFor()
  await eventually(reports).toEqual(['nudge_shown'])
  await banner.getByRole('button', { name: 'Remind me…' }).click()
  await banner.getByRole('button', { name: 'In 3 days' }).click()
  await banner.waitFor({ state: 'detached' })
  await eventually(reports).toEqual(['nudge_shown', 'nudge_snoozed'])
  await page.reload()
  // The score comes in the answer that would bring the nudge.
  await page.evaluate('new Promise((resolve) => uptake.me.subscribe((me) => me && resolve()))')
  expect(await banner.count()).toBe(0)
})
