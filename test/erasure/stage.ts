import { refold } from '@uptake/collector/src/ingest/refold.ts'
import type { Erased } from '@uptake/collector/src/ingest/erasure.ts'
import { KEYS, startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { EXAMPLE, modelOf } from '../vectors/arbitraries.ts'

export const DAY_MS = 86_400_000
export const NOW = Date.parse('2026-03-10T12:00:00.000Z')
export const iso = (timeMs: number): string => new Date(timeMs).toISOString()
export const MODEL = {
  ...EXAMPLE,
  actions: { ...EXAMPLE.actions, page_watched: { feature: { property: 'page' } } },
  profiles: [
    {
      name: 'team',
      when: { trait: { plan: 'team' } },
      dimensions: { frequency: { amount: 'days', target: 9, weight: 1 } },
    },
  ],
}

/** A collector whose clock stands, on a folder of its own. */
export interface Stage extends AsyncDisposable {
  readonly collector: TestCollector
  readonly data: string
  now: number
  /** @param key - null for none */
  request(method: string, path: string, key?: string | null): Promise<Response>
  /** Erases, and throws where there is nothing to erase. */
  erase(path: string): Promise<Erased>
  /** Folds everything again. */
  rebuild(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const folder = temporaryFolder()
  const stage = { now: NOW }
  const collector = await startCollector({ model: MODEL }, { now: () => stage.now, data: folder.path })
  const request: Stage['request'] = (method, path, key = KEYS.secretKey) =>
    collector.fetch(path, { method, headers: key === null ? {} : { Authorization: `Bearer ${key}` } })
  return Object.assign(stage, {
    collector,
    data: folder.path,
    request,
    async erase(path: string) {
      const response = await request('DELETE', path)
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
      return (await response.json()) as Erased
    },
    async rebuild() {
      for await (const _ of refold(collector.storage, modelOf(MODEL), { always: true, messagesATurn: 50 })) void _
    },
    async [Symbol.asyncDispose]() {
      await collector[Symbol.asyncDispose]()
      folder.remove()
    },
  })
}

let sent = 0
/** A message of so many days ago. */
export const track = (userId: string, event: string, daysAgo: number, properties: object = {}, more: object = {}) => ({
  type: 'track',
  messageId: `m${sent++}`,
  userId,
  event,
  properties,
  timestamp: iso(NOW - daysAgo * DAY_MS),
  ...more,
})

/** What only the one who is erased has said. */
export const SECRETS = [
  'ada-the-erased',
  'visitor-of-ada',
  'ada@example.com',
  'ada’s own words',
  'session-of-ada',
  'told-by-ada',
] as const
export const [ADA, VISITOR, EMAIL, WORDS, SESSION] = SECRETS
export const OTHERS = ['bob', 'cyd', 'dan']
const inAcme = { context: { groupId: 'acme', sessionId: SESSION } }
/** Has the id within other words, where it is no id. */
export const NOTE = `"not ${ADA}" but "${ADA}`

/** Two months of four people who work together, of whom one will be erased. */
export async function live({ collector }: Stage): Promise<void> {
  const days = Array.from({ length: 60 }, (_, day) => day)
  const firstDay = iso(NOW - 60 * DAY_MS)
  const group = { type: 'group', messageId: `${SECRETS[5]}-1`, groupId: 'acme', traits: { seats: 4, owner: ADA } }
  await collector.send([
    { type: 'track', anonymousId: VISITOR, event: 'report_created', timestamp: iso(NOW - 61 * DAY_MS) },
    { type: 'identify', userId: ADA, anonymousId: VISITOR, traits: { email: EMAIL, plan: 'pro' }, timestamp: firstDay },
    { ...group, ...inAcme, userId: ADA, timestamp: firstDay },
    { type: 'identify', userId: 'bob', traits: { manager: ADA, [ADA]: true }, timestamp: iso(NOW - 9 * DAY_MS) },
    track(ADA, 'nudge_dismissed', 3, { nudge: 'n' }),
    ...days.map((day) => track(ADA, 'report_created', day, { rows: 9, note: WORDS }, inAcme)),
  ])
  for (const [place, who] of OTHERS.entries()) {
    const context = { context: { groupId: who === 'dan' ? 'other' : 'acme' } }
    const shared = { with: [ADA, OTHERS[(place + 1) % OTHERS.length]], note: NOTE }
    const commented = { with: ADA, deep: [{ of: { [ADA]: [ADA] } }] }
    const some = days.filter((day) => day % (place + 2) === 0)
    await collector.send(some.map((day) => track(who, 'report_shared', day, shared, context)))
    await collector.send(some.map((day) => track(who, 'comment_added', day, commented, context)))
  }
  await collector.read('/v1/users')
}
