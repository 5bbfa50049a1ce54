import type { DeliveredNudge, Me } from '@uptake/shared/wire'

export const nudge: DeliveredNudge = { id: 'n', slot: 'top', kind: 'banner', title: 'T', body: 'B' }
/** Held out: it is not to be seen. */
export const held: DeliveredNudge = { id: 'h', slot: 'top', kind: 'banner', title: '', body: '', held: true }

/** Returns what the collector says of a user. */
export function meOf(user: string, score: number, nudges: DeliveredNudge[] = []): Me {
  return {
    user: {
      subject: { user },
      status: 'ok',
      score,
      band: null,
      interval: null,
      subscores: null,
      contributions: null,
      needs: null,
      trend: null,
      model: { version: 1, profile: null },
      asOf: '2026-01-01T00:00:00.000Z',
    },
    account: null,
    activation: null,
    nudges,
    nextActions: [],
  }
}
