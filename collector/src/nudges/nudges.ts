import type { AppNudge, Nudge } from '@uptake/shared/model'
import { decideNudges, factsOf } from '@uptake/shared/nudges'
import type { DeliveredNudge } from '@uptake/shared/wire'
import type { Standing } from '../scores/standing.ts'
import type { Storage } from '../storage/storage.ts'

/** Gives the nudges that a user should see, where they stand as told. */
export type Nudges = (userId: string, standing: Standing, nowMs: number) => Promise<DeliveredNudge[]>

export function createNudges(storage: Storage, all: readonly Nudge[]): Nudges {
  const rules = all.filter((nudge) => nudge.deliver === 'app')
  const ids = rules.map(({ id }) => id)
  return async (userId, { subject, at, score, nextActions }, nowMs) => {
    const person = await storage.personByUserId(userId)
    const stored = person ? await storage.nudgeMarks(person.id, { named: ids, most: 1_000 }) : []
    const marks = stored.map((mark) => ({ ...mark, day: at.day }))
    const own = factsOf(subject, at.day, score())
    const facts = { own, account: null, nextActions: nextActions(), marks, session: null }
    const chosen = decideNudges(rules, facts, nowMs).filter(({ outcome }) => outcome === 'chosen')
    return chosen.map(({ nudge }) => toDelivered(nudge))
  }
}

/** What of a rule the browser has to know. */
function toDelivered({ id, slot, kind, title, body, action, anchor, data }: AppNudge): DeliveredNudge {
  return {
    id,
    slot,
    kind,
    title,
    body,
    ...(action && { action }),
    ...(anchor !== undefined && { anchor }),
    ...(data !== undefined && { data }),
  }
}
