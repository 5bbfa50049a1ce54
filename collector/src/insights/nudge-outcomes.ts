import type { Model, Nudge, SnapshotCycle } from '@uptake/shared/model'
import { createDayOf, weakest } from '@uptake/shared/scoring'
import { inTurns } from '../scores/in-turns.ts'
import { endOfDay } from '../scores/instant.ts'
import type { Border, Span, Storage } from '../storage/storage.ts'
import type { FirstTrigger, NudgeLife } from './first-triggers.ts'

/** What came of a trigger: 1 where the goal was reached, else 0; or points. */
export interface Outcome {
  readonly trigger: FirstTrigger
  readonly value: number
}
type Goal = NonNullable<Nudge['goal']>

const DAY_MS = 86_400_000
/** Of accounts each may ask about some thousand members. */
const TRIGGERS_A_TURN = 10
/** A subscore moves slowly: it is looked at two weeks later. */
export const SUBSCORE_DAYS = 14
/** Among so many days one is kept as history. */
const CYCLE_DAYS: Readonly<Record<SnapshotCycle, number>> = { daily: 1, weekly: 7, monthly: 31 }

/** Who reached a nudge's goal, and who did not, of those whose time for it is over. */
export async function goalOutcomes(
  storage: Pick<Storage, 'whoDid' | 'border'>,
  model: Model,
  goal: Goal,
  { of, triggers }: NudgeLife,
  nowMs: number,
): Promise<Outcome[]> {
  const timeOf = createTimeOf(model, goal, await storage.border())
  const outcomes: Outcome[] = []
  for await (const some of inTurns(chunks(triggers), 1)) {
    const times = some.map((trigger) => ({ trigger, ...timeOf(trigger) })).filter(({ overAt }) => overAt < nowMs)
    const did = async (by: 'time' | 'day') =>
      storage.whoDid(
        by,
        of,
        goal.action,
        times.filter((one) => one.by === by).map(({ span }) => span),
      )
    const [byTime, byDay] = [await did('time'), await did('day')]
    for (const { trigger } of times) {
      const isReached = byTime.has(trigger.subject) || byDay.has(trigger.subject)
      outcomes.push({ trigger, value: isReached ? 1 : 0 })
    }
  }
  return outcomes
}

/**
 * When a trigger's goal can be reached: to the moment where messages are kept; where the first of them were removed, by the
 * whole days after that of the trigger, which rows tell of.
 */
function createTimeOf(model: Model, { withinDays }: Goal, border: Border | null) {
  const dayOf = createDayOf(model.timeZone)
  return ({ subject, at }: FirstTrigger): { by: 'time' | 'day'; span: Span; overAt: number } => {
    if (border === null || at >= border.at) {
      const until = at + withinDays * DAY_MS
      return { by: 'time', span: { subject, after: at, until }, overAt: until }
    }
    const after = dayOf(at)
    const until = after + Math.ceil(withinDays)
    return { by: 'day', span: { subject, after, until }, overAt: endOfDay(model, until) }
  }
}

/**
 * How the subscore moved that was the lowest at the end of the last kept day before the trigger, to the first kept one after
 * 14 days; of those who have it on both.
 */
export async function subscoreOutcomes(
  storage: Pick<Storage, 'history'>,
  { timeZone }: Model,
  cycle: SnapshotCycle,
  { of, triggers }: NudgeLife,
): Promise<Outcome[]> {
  const dayOf = createDayOf(timeZone)
  const more = CYCLE_DAYS[cycle] - 1
  const outcomes: Outcome[] = []
  for await (const trigger of inTurns(triggers, TRIGGERS_A_TURN)) {
    const before = dayOf(trigger.at) - 1
    const after = before + 1 + SUBSCORE_DAYS
    const was = (await storage.history(of, trigger.subject, before - more, before)).at(-1)?.subscores ?? null
    const lowest = weakest(was)
    if (was === null || lowest === null) continue
    const [is] = await storage.history(of, trigger.subject, after, after + more)
    const [from, to] = [was[lowest], is?.subscores?.[lowest]]
    if (from !== undefined && to !== undefined) outcomes.push({ trigger, value: to - from })
  }
  return outcomes
}

function* chunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let i = 0; i < items.length; i += TRIGGERS_A_TURN) yield items.slice(i, i + TRIGGERS_A_TURN)
}
