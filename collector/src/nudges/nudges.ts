import type { Nudge } from '@uptake/shared/model'
import { chooseNudges } from '@uptake/shared/nudges'
import { weakest } from '@uptake/shared/scoring'
import type { DeliveredNudge } from '@uptake/shared/wire'
import type { Standing } from '../scores/standing.ts'
import type { Storage } from '../storage/storage.ts'

/** Gives the nudges that a user should see, where they stand as told. */
export type Nudges = (userId: string, standing: Standing, nowMs: number) => Promise<DeliveredNudge[]>

export function createNudges(storage: Storage, rules: readonly Nudge[]): Nudges {
  const ids = rules.map(({ id }) => id)
  return async (userId, standing, nowMs) => {
    const person = await storage.personByUserId(userId)
    const marks = person ? await storage.nudgeMarks(person.id, ids) : []
    const facts = { weakest: weakest(standing.score().subscores), nextActions: standing.nextActions(), marks }
    return chooseNudges(rules, facts, nowMs).map(toDelivered)
  }
}

/** What of a rule the browser has to know. */
function toDelivered({ id, slot, kind, title, body, action, anchor, data }: Nudge): DeliveredNudge {
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
