/** The messages of the Segment tracking specification, as far as they are kept. */
export const MESSAGE_TYPES = ['track', 'identify', 'group', 'page', 'screen', 'alias'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** One message as a client sends it. Either `userId` or `anonymousId` is there. Times are ISO 8601. */
export interface Message {
  type: MessageType
  messageId?: string
  userId?: string
  anonymousId?: string
  /** The action's name; `track` only. */
  event?: string
  properties?: Record<string, unknown>
  /** `identify`: of the person; `group`: of the account. */
  traits?: Record<string, unknown>
  /** `group`: the account that the person now belongs to. */
  groupId?: string
  /** `alias`: the anonymous id that is `userId`'s. */
  previousId?: string
  context?: { groupId?: string; sessionId?: string }
  timestamp?: string
  sentAt?: string
}

/** The body of `POST /v1/batch`. Its `context` is the default of its messages'. */
export interface Batch {
  batch: Message[]
  sentAt?: string
  writeKey?: string
  token?: string
  context?: { groupId?: string; sessionId?: string }
}

/** Why a message was not taken. */
export type RejectionCode =
  | 'invalid_message'
  | 'message_too_large'
  | 'too_old'
  | 'in_the_future'
  | 'forbidden'
  | 'erased'

export interface Rejection {
  /** The message's place in the batch, from 0. */
  index: number
  messageId: string | null
  code: RejectionCode
  /** What is wrong, and how to mend it. */
  detail: string
}

/** The answer to a batch, given after what was accepted has been committed. */
export interface BatchResult {
  success: true
  accepted: number
  duplicates: number
  rejected: Rejection[]
}

/** Events of a nudge's life; reserved names that are never value actions. */
export const NUDGE_EVENTS = [
  'nudge_shown',
  'nudge_held',
  'nudge_clicked',
  'nudge_dismissed',
  'nudge_snoozed',
  'nudge_completed',
] as const
export type NudgeEvent = (typeof NUDGE_EVENTS)[number]

/** What the SDK had to drop, with `{ reason, count }`; a reserved name. */
export const SDK_DROPPED = 'sdk_dropped'
export const RESERVED_EVENTS: ReadonlySet<string> = new Set([...NUDGE_EVENTS, SDK_DROPPED])
