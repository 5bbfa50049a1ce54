import type { NudgeEvent } from '@uptake/shared/wire'
import type { Addition, Inside } from '../client.ts'
import { createTurns } from '../platform/lock.ts'
import { readLines } from '../platform/stream.ts'
import type { Engagement, Nudge } from '../types.ts'
import { createMeReader } from './me-reader.ts'
import { createNudgeSlots } from './nudge-slots.ts'

/** Brings back to the page what its person's score and nudges are. */
export function addEngagement(inside: Inside): Addition<Engagement> {
  const { settings, name, record, visit, tokens, tell, warn, call } = inside
  const { host, writeKey } = settings

  async function read(signal: AbortSignal, onLine: (line: string) => void): Promise<number> {
    const { userId = '', groupId = '', sessionId = '' } = visit() ?? {}
    const token = await tokens?.current()
    if (tokens && !token) return 0
    // With a token, the collector takes its user and account alone; in its mode `trust`, those that are named here.
    const who = { session: sessionId, ...(!tokens && { userId, ...(groupId && { account: groupId }) }) }
    const authorization = token ? `Bearer ${token}` : `Basic ${btoa(`${writeKey}:`)}`
    return readLines(`${host}/v1/me/stream?${new URLSearchParams(who)}`, authorization, signal, onLine)
  }
  const reader = createMeReader(
    settings,
    () => visit()?.userId,
    read,
    createTurns(`${name}/me`, () => undefined),
    tell,
    () => {
      tokens?.forget()
      warn('score refused: check token')
    },
  )
  const listenToSlot = createNudgeSlots((nudge) =>
    record({ type: 'track', event: 'nudge_held', properties: { nudge: nudge.id } }),
  )
  /** `hides`: the nudge's stay ends with it. */
  const report =
    (event: NudgeEvent, hides?: boolean) =>
    ({ id }: Pick<Nudge, 'id'>, days?: number): void => {
      record({ type: 'track', event, properties: { nudge: id, days } })
      if (hides) reader.hideNudge(id)
    }

  return {
    onPerson: reader.forget,
    onSettled: reader.settle,
    onLeave: reader.stop,
    onOnline: reader.hurry,
    onMessage: reader.hear,
    api: {
      me: { subscribe: (callback) => reader.subscribe((me) => call(callback, me)) },
      nudges: {
        subscribe: (slot, callback) => reader.subscribe(listenToSlot(slot, (nudge) => call(callback, nudge))),
        shown: report('nudge_shown'),
        clicked: report('nudge_clicked'),
        dismissed: report('nudge_dismissed', true),
        snoozed: report('nudge_snoozed', true),
        completed: report('nudge_completed', true),
      },
    },
  }
}
