import type { NudgeEvent } from '@uptake/shared/wire'
import type { Client, Inside } from '../client.ts'
import { none } from '../core/none.ts'
import { call } from '../platform/callback.ts'
import { openChannel } from '../platform/channel.ts'
import { takeTurn } from '../platform/lock.ts'
import { isPage, watchPage } from '../platform/page.ts'
import { readLines } from '../platform/stream.ts'
import type { Engagement, Nudge } from '../types.ts'
import { createMeReader, type MeReader } from './me-reader.ts'
import { createNudgeSlots } from './nudge-slots.ts'

/** Brings back to the page what its person's score and nudges are. */
export function createEngagement(
  { track }: Client,
  ...[settings, visit, tokens, warn]: Inside
): readonly [Engagement, MeReader] {
  const { host, writeKey } = settings
  const name = `uptake/${writeKey}/me`

  async function read(signal: AbortSignal, onLine: (line: string) => void): Promise<number> {
    // Nobody reads where nobody is here.
    const { userId = '', groupId, sessionId } = visit()!
    const needsToken = settings.token !== none
    const token = needsToken && (await tokens.renew(userId).catch(none))
    if (needsToken && !token) return 0
    // With a token, the collector takes its user and account alone; in its mode `trust`, those that are named here.
    const who = { session: sessionId, ...(!token && { userId, ...(groupId && { account: groupId }) }) }
    const authorization = token ? `Bearer ${token}` : `Basic ${btoa(`${writeKey}:`)}`
    return readLines(`${host}/v1/me/stream?${new URLSearchParams(who)}`, authorization, signal, onLine)
  }
  const reader = createMeReader(
    settings,
    () => visit()?.userId,
    read,
    (hold) => takeTurn(name, hold, none),
    isPage ? openChannel(name, (message) => reader.hear(message)) : none,
    () => {
      tokens.token = undefined
      warn('score refused: check token')
    },
  )
  if (isPage) watchPage(reader.stop, reader.hurry)
  const listenToSlot = createNudgeSlots(({ id }) => track('nudge_held', { nudge: id }))
  /** `hides`: the nudge's stay ends with it. */
  const report =
    (event: NudgeEvent, hides?: boolean) =>
    ({ id }: Pick<Nudge, 'id'>, days?: number): void => {
      track(event, { nudge: id, days })
      if (hides) reader.hideNudge(id)
    }

  const engagement: Engagement = {
    me: { subscribe: (callback) => reader.subscribe((me) => call(callback, me)) },
    nudges: {
      subscribe: (slot, callback) => reader.subscribe(listenToSlot(slot, (nudge) => call(callback, nudge))),
      shown: report('nudge_shown'),
      clicked: report('nudge_clicked'),
      dismissed: report('nudge_dismissed', true),
      snoozed: report('nudge_snoozed', true),
      completed: report('nudge_completed', true),
    },
  }
  return [engagement, reader]
}
