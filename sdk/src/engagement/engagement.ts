import type { NudgeEvent } from '@uptake/shared/wire'
import type { Client, Inside } from '../client.ts'
import { none } from '../core/none.ts'
import { nextVisit } from '../core/visit.ts'
import { call } from '../platform/callback.ts'
import { openChannel } from '../platform/channel.ts'
import { clock } from '../platform/clock.ts'
import { takeTurn } from '../platform/lock.ts'
import { isPage, watchPage } from '../platform/page.ts'
import { readLines } from '../platform/stream.ts'
import type { Engagement, Nudge } from '../types.ts'
import { createMeReader, type Told } from './me-reader.ts'
import { createNudgeTurn } from './nudge-turn.ts'

/** Brings back to the page what its person's score and nudges are. */
export function createEngagement(
  { track }: Client,
  ...[settings, visit, tokens, warn]: Inside
): readonly [Engagement, onVisit: (isOther: boolean) => void, onSettled: () => void] {
  const { host, writeKey, preview } = settings
  /** Tabs that look at a nudge before it is due keep it to themselves. */
  const name = `uptake/${writeKey}/me${preview}`
  let session: string | undefined

  async function read(signal: AbortSignal, onLine: (line: string) => void): Promise<number> {
    // None where the last one is over: what was shown in it may have to wait.
    const { userId = '', groupId, sessionId } = nextVisit(visit(), {}, clock.now(), () => '')
    const needsToken = settings.token !== none
    const token = needsToken && (await tokens.renew(userId).catch(none))
    if (needsToken && !token) return 0
    // With a token, the collector takes its user and account alone; in its mode `trust`, those that are named here.
    const who = {
      ...(sessionId && { session: sessionId }),
      ...(preview && { preview }),
      ...(!token && { userId, ...(groupId && { account: groupId }) }),
    }
    const authorization = token ? `Bearer ${token}` : `Basic ${btoa(`${writeKey}:`)}`
    return readLines(`${host}/v1/me/stream?${new URLSearchParams(who)}`, authorization, signal, onLine)
  }
  const reader = createMeReader(
    settings,
    () => visit()?.userId,
    read,
    (hold) => takeTurn(name, hold, none),
    isPage ? openChannel(name, (told: Told) => reader.hear(told)) : none,
    () => {
      tokens.token = undefined
      warn('score refused: check token')
    },
  )
  /** @param act - what it does here; where that is false, there is nothing to report */
  const report =
    (event: NudgeEvent, act: (id: string) => unknown = none) =>
    ({ id }: Pick<Nudge, 'id'>, days?: number): void => {
      if (act(id) !== false && !preview) track(event, { nudge: id, days })
    }
  const [subscribe, leave] = createNudgeTurn(
    reader,
    (hold) => takeTurn(`${name}/nudge`, hold, none),
    report('nudge_held', reader.see),
  )
  if (isPage) {
    watchPage(reader.stop, reader.hurry)
    watchPage(leave, () => leave(false))
  }

  const engagement: Engagement = {
    me: { subscribe: (callback) => reader.subscribe((me) => call(callback, me)) },
    nudges: {
      subscribe,
      shown: report('nudge_shown', reader.see),
      clicked: report('nudge_clicked'),
      dismissed: report('nudge_dismissed', reader.hide),
      snoozed: report('nudge_snoozed', reader.hide),
      completed: report('nudge_completed', reader.hide),
    },
  }

  function onVisit(isOther: boolean): void {
    const before = session
    session = visit()?.sessionId
    if (isOther) reader.forget()
    // How often nudges are shown is counted by session.
    else if (session !== before) reader.restart()
  }
  return [engagement, onVisit, reader.settle]
}
