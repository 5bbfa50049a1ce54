import type { Me } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNTS } from '../../demo/src/people/accounts.ts'
import { sendMessages } from '../../demo/simulator/send.ts'
import { simulate, toDay } from '../../demo/simulator/simulate.ts'
import config from '../../demo/uptake.config.ts'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'

const SEED = 20
const DAY_MS = 86_400_000

// A weekday, a weekend, and a start before anybody is at work.
describe.each([Date.UTC(2026, 4, 20, 12), Date.UTC(2026, 5, 7, 18), Date.UTC(2026, 6, 22, 1)])(
  'the demo, first started at %d',
  (nowMs) => {
    let collector: TestCollector
    beforeAll(async () => {
      collector = await startCollector(config, { now: () => nowMs })
      const history = simulate({ seed: SEED, anchorDay: toDay(nowMs), endMs: nowMs })
      await sendMessages(history, { host: collector.url, writeKey: KEYS.writeKey })
    })
    afterAll(() => collector[Symbol.asyncDispose]())

    async function offersOf(userId: string): Promise<Record<string, string>> {
      const account = ACCOUNTS.find(({ people }) => people.some(({ id }) => id === userId))
      const who = new URLSearchParams({ userId, ...(account && { account: account.id }) })
      const headers = { Authorization: `Basic ${btoa(`${KEYS.writeKey}:`)}` }
      const me = (await (await collector.fetch(`/v1/me?${who}`, { headers })).json()) as Me
      return Object.fromEntries(me.nudges.map(({ slot, id }) => [slot, id]))
    }

    it.each([
      { userId: 'tomas-ferreira', slot: 'page-top', nudge: 'activate-report_created' },
      { userId: 'eunji-park', slot: 'page-top', nudge: 'activate-report_created' },
      { userId: 'nora-whitfield', slot: 'page-top', nudge: 'activate-report_shared' },
      { userId: 'ravi-menon', slot: 'page-top', nudge: 'try-integration_connected' },
      { userId: 'priya-raman', slot: 'page-top', nudge: 'quiet' },
      { userId: 'lena-hofmann', slot: 'page-top', nudge: 'declining' },
      { userId: 'maya-okafor', slot: 'page-top', nudge: 'beta' },
      { userId: 'otto-virtanen', slot: 'page-top', nudge: 'survey-activation' },
      { userId: 'wanjiru-mwangi', slot: 'page-top', nudge: 'survey-30-days' },
      { userId: 'yara-haddad', slot: 'page-top', nudge: 'milestone-1' },
      { userId: 'ines-bouchard', slot: 'report', nudge: 'share-the-first' },
      { userId: 'priya-raman', slot: 'automations', nudge: 'automations-tour' },
      { userId: 'nora-whitfield', slot: 'reports-top', nudge: 'share-a-report' },
    ])('offers $userId $nudge', async ({ userId, slot, nudge }) => {
      expect(await offersOf(userId)).toHaveProperty(slot, nudge)
    })

    it('leaves the Reports page of a newcomer alone', async () => {
      expect(await offersOf('somebody-new')).toEqual({ 'page-top': 'activate-report_created' })
    })

    it('has both arms of two nudges, and says that they are too few', async () => {
      const report = (await collector.read('/v1/nudges/report')) as Record<string, unknown>[]
      const compared = report.filter(({ shown, held }) => shown !== 0 && held !== 0)
      expect(compared.map(({ nudge }) => nudge)).toEqual(['comment-on-a-report', 'connect-a-source'])
      expect(compared.map(({ verdict }) => verdict)).toEqual(['not_enough_data', 'not_enough_data'])
    })

    it('holds no nudge back for what was shown before its first day', () => {
      const history = simulate({ seed: SEED, anchorDay: toDay(nowMs), endMs: nowMs })
      const marks = history.filter(({ event }) => event?.startsWith('nudge_'))
      const newest = Math.max(...marks.map(({ timestamp }) => Date.parse(timestamp ?? '')))
      expect(nowMs - newest).toBeGreaterThan(8 * DAY_MS)
    })
  },
)
