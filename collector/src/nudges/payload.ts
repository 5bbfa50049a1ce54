import type { WebhookNudge } from '@uptake/shared/model'
import { toIsoDay, weakest } from '@uptake/shared/scoring'
import type { NextAction, Score } from '@uptake/shared/wire'
import type { Standing } from '../scores/standing.ts'
import { afterBusinessDays } from './business-days.ts'

/** The body of a webhook's request: all that an e-mail or a task needs. Numbers are unrounded. */
export interface WebhookPayload {
  readonly type: 'nudge.triggered'
  /** When the rule fired, ISO 8601. */
  readonly timestamp: string
  readonly data: Pick<Score, 'status' | 'score' | 'band' | 'subscores' | 'trend'> & {
    /** The rule's id. */
    readonly nudge: string
    /** Of a rule about users. */
    readonly user?: string
    /** Of a rule about accounts; else the one that the user is in, if any. */
    readonly account?: string
    /** The dimension with the lowest subscore; null without a score. */
    readonly weakest: string | null
    /** What one more event of each action would add to the score, the greatest first. */
    readonly nextActions: readonly NextAction[]
    readonly goal?: { readonly action: string; readonly withinDays: number }
    /** `YYYY-MM-DD` in the model's time zone. */
    readonly due?: string
    /** The rule's. */
    readonly data?: unknown
  }
}

/** What is sent where a rule fires for whoever stands so. */
export function toPayload(rule: WebhookNudge, standing: Standing, account: string | null): WebhookPayload {
  const { who, at, nextActions } = standing
  const { status, score, band, subscores, trend } = standing.score()
  const { id, goal, data, dueInBusinessDays } = rule
  return {
    type: 'nudge.triggered',
    timestamp: new Date(at.atMs).toISOString(),
    data: {
      nudge: id,
      ...('user' in who && { user: who.user }),
      ...(account !== null && { account }),
      status,
      score,
      band,
      subscores,
      trend,
      weakest: weakest(subscores),
      nextActions: nextActions(),
      ...(goal && { goal }),
      ...(dueInBusinessDays !== null && { due: toIsoDay(afterBusinessDays(at.day, dueInBusinessDays)) }),
      ...(data !== undefined && { data }),
    },
  }
}
