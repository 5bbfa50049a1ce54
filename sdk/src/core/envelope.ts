import type { Message } from '@uptake/shared/wire'
import type { Call, Identity } from './visit.ts'

/** Returns the message of a call as JSON, stamped with who acted and when. */
export function toMessage(call: Call, identity: Identity, sessionId: string, messageId: string): string {
  const { type, name, data } = call
  const { anonymousId, userId, groupId } = identity
  const head = {
    type: type === 'reset' ? undefined : type,
    event: type === 'track' ? name : undefined,
    messageId,
    timestamp: new Date(call.at).toISOString(),
    anonymousId,
    userId,
    groupId: type === 'group' ? name : undefined,
    context: { groupId, sessionId },
  } satisfies { [Key in keyof Message]: Message[Key] | undefined | { groupId: string | undefined; sessionId: string } }
  // The data became JSON when the call was made; that was its copy, and it is not parsed to be written again.
  const tail = data === undefined ? '}' : `,"${type === 'track' ? 'properties' : 'traits'}":${data}}`
  return JSON.stringify(head).slice(0, -1) + tail
}
