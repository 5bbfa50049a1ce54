import type { Services } from '@uptake/collector/src/http/app.ts'
import type { DeliveredNudge, Me, NudgeEvent } from '@uptake/shared/wire'
import { startCollector, temporaryFolder, type TestCollector } from '../harness/start-collector.ts'
import { tokenOf } from '../harness/token-of.ts'
import { openStream, type OpenStream } from '../http/read-stream.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
export const NOW = Date.parse('2026-03-10T12:00:00.000Z')

/** A rule as it is written, which holds for everybody who was seen, unless it says otherwise. */
export const rule = (id: string, more: object = {}): object => ({
  id,
  deliver: 'app',
  slot: id,
  kind: 'banner',
  title: `Title of ${id}`,
  body: `Body of ${id}`,
  when: { daysKnown: { atLeast: 1 } },
  ...more,
})

/** Who asks: by a token, which may name an account, in a session. */
interface Asks {
  readonly account?: string
  readonly session?: string
  readonly preview?: string
}
interface Told {
  readonly session?: string
  readonly days?: unknown
  /** @defaultValue now */
  readonly at?: number
  /** Whose it is, instead of the user's. */
  readonly who?: object
  readonly groupId?: string
}

/** A collector whose clock stands, and what browsers and servers do with it. */
export interface Stage extends AsyncDisposable {
  readonly collector: TestCollector
  readonly data: string
  now: number
  /** Tells what a user did with a nudge. */
  tell(userId: string, event: NudgeEvent, nudge: string, told?: Told): Promise<void>
  /** Tells that a user did something. */
  track(userId: string, event: string, more?: object): Promise<void>
  fetchMe(userId: string, asks?: Asks): Promise<Response>
  /** The nudges that a user is offered. */
  nudges(userId: string, asks?: Asks): Promise<DeliveredNudge[]>
  /** Their ids. */
  offered(userId: string, asks?: Asks): Promise<string[]>
  stream(userId: string, asks?: Asks): Promise<OpenStream>
}

let sent = 0
/** A message with what a user did with a nudge. */
export const report = (
  userId: string,
  event: string,
  nudge: string,
  { session, days, at = NOW, who = { userId }, groupId }: Told = {},
): object => ({
  type: 'track',
  messageId: `report ${sent++}`,
  ...who,
  event,
  properties: { nudge, ...(days !== undefined && { days }) },
  context: { ...(session !== undefined && { sessionId: session }), ...(groupId !== undefined && { groupId }) },
  timestamp: new Date(at).toISOString(),
})

/** What comes next on a stream about nudges: their ids. */
export const nextOffer = async (stream: OpenStream): Promise<string[]> =>
  ((await stream.event()) as Me).nudges.map(({ id }) => id)

export async function openStage(
  nudges: readonly object[],
  { config = {}, instead = {} }: { config?: object; instead?: Partial<Services> } = {},
): Promise<Stage> {
  const folder = temporaryFolder()
  const stage = { now: NOW }
  const collector = await startCollector(
    { model: EXAMPLE, nudges, ...config },
    { now: () => stage.now, data: folder.path, instead: () => instead },
  )
  const urlOf = (path: string, { session, preview }: Asks) => {
    const query = new URLSearchParams({
      ...(session !== undefined && { session }),
      ...(preview !== undefined && { preview }),
    })
    return `${path}?${query.toString()}`
  }
  const headersOf = async (userId: string, { account }: Asks) => {
    // The stage's clock may stand days ahead.
    const token = await tokenOf({ sub: userId, account }, { expiresAt: NOW + 400 * DAY_MS })
    return { Authorization: `Bearer ${token}` }
  }
  const fetchMe: Stage['fetchMe'] = async (userId, asks = {}) =>
    collector.fetch(urlOf('/v1/me', asks), { headers: await headersOf(userId, asks) })
  const nudgesOf: Stage['nudges'] = async (userId, asks) => {
    const response = await fetchMe(userId, asks)
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return ((await response.json()) as Me).nudges
  }
  return Object.assign(stage, {
    collector,
    data: folder.path,
    async tell(userId: string, event: NudgeEvent, nudge: string, told: Told = {}) {
      await collector.send([report(userId, event, nudge, { at: stage.now, ...told })])
    },
    async track(userId: string, event: string, more: object = {}) {
      const timestamp = new Date(stage.now).toISOString()
      await collector.send([{ type: 'track', userId, event, messageId: `track ${sent++}`, timestamp, ...more }])
    },
    fetchMe,
    nudges: nudgesOf,
    offered: async (userId: string, asks?: Asks) => (await nudgesOf(userId, asks)).map(({ id }) => id),
    stream: async (userId: string, asks: Asks = {}) =>
      openStream(`${collector.url}${urlOf('/v1/me/stream', asks)}`, await headersOf(userId, asks)),
    async [Symbol.asyncDispose]() {
      await collector[Symbol.asyncDispose]()
      folder.remove()
    },
  })
}
