import type { Message } from '@uptake/shared/wire'

const DAY_MS = 86_400_000

/** Makes messages of what somebody did, with another colleague each day, so many days before an instant. */
export const trackBefore =
  (nowMs: number) =>
  (userId: string, ageDays: number, event: string): Message & { readonly timestamp: string } => ({
    type: 'track',
    messageId: `${userId} ${event} ${ageDays}`,
    userId,
    event,
    properties: { with: `colleague ${ageDays}`, rows: 500 },
    context: { groupId: 'acme' },
    timestamp: new Date(nowMs - ageDays * DAY_MS).toISOString(),
  })
