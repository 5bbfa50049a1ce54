import type { Message } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { anyMessages, AT } from '../vectors/arbitraries.ts'
import type { KnownMessage } from '../vectors/history-of.ts'

/** Messages of a few people who may be visitors first, as a client sends them; their times are told before an instant. */
export interface Sent {
  /** Milliseconds before the instant of sending; below 0 where the client's clock is ahead. */
  readonly ageMs: number
  readonly message: Omit<Message, 'timestamp'>
}

const HOUR_MS = 3_600_000
/** A claim makes a visitor a user. */
const how = fc.constantFrom('user', 'user', 'user', 'visitor', 'claim', 'alias')
const VISITORS: Readonly<Record<string, string>> = { u0: 'v0', u1: 'v1', u2: 'v0', u3: 'v2' }

function toSent({ timestamp, userId, groupId, ...rest }: KnownMessage, kind: string, ageMs: number): Sent {
  const anonymousId = VISITORS[userId] ?? 'v'
  const who = kind === 'visitor' ? { anonymousId } : kind === 'claim' ? { userId, anonymousId } : { userId }
  const age = Date.parse(AT) - Date.parse(timestamp) + ageMs
  if (kind === 'alias')
    return { ageMs: age, message: { messageId: rest.messageId, type: 'alias', userId, previousId: anonymousId } }
  const account = groupId === undefined ? {} : rest.type === 'group' ? { groupId } : { context: { groupId } }
  // Whoever names no account has no group message to send.
  const type = rest.type === 'group' && groupId === undefined ? 'identify' : rest.type
  return { ageMs: age, message: { ...rest, ...who, ...account, type } }
}

/** Of the last hours, days or months, some of them of the next hours. */
export function anySent(maxLength: number): fc.Arbitrary<Sent[]> {
  const some = fc.constantFrom(1, 5, 40, 130).chain((days) => anyMessages({ days, maxLength }))
  const aheadMs = fc.constantFrom(0, 0, 0, -3 * HOUR_MS, -20 * HOUR_MS)
  return fc
    .tuple(some, fc.array(how, { minLength: maxLength, maxLength }), aheadMs)
    .map(([messages, kinds, ageMs]) => messages.map((message, i) => toSent(message, kinds[i] ?? 'user', ageMs)))
}

/** The messages as they are sent at an instant, with ids that no other batch has. */
export const toBatch = (sent: readonly Sent[], nowMs: number, name: number): object[] =>
  sent.map(({ ageMs, message }) => ({
    ...message,
    messageId: `${name} ${message.messageId}`,
    timestamp: new Date(nowMs - ageMs).toISOString(),
  }))
