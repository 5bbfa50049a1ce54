import type { Day } from './history.ts'
import type { Subject } from './subject.ts'

/** How far somebody has come on the way to first value; actions in the model's order. */
export interface Activation {
  done: string[]
  of: string[]
  /** The first that is not done; null where all are. */
  next: string | null
}

/**
 * The model's activation actions that had been done by the end of a day, each with the days from the first seen day to the
 * day on which it was first done: 0 on that first day itself.
 */
export function activationDays({ model, firstSeen, members }: Subject, day: Day): ReadonlyMap<string, number> {
  const steps = new Set(model.activation?.actions)
  const firstDays = new Map<string, Day>()
  for (const { cells } of members)
    for (const { action, days } of cells) {
      const [first = Infinity] = days
      if (first <= day && steps.has(action) && first < (firstDays.get(action) ?? Infinity)) firstDays.set(action, first)
    }
  return new Map([...firstDays].map(([action, first]) => [action, Math.max(0, first - firstSeen)]))
}

/** Whether what happened so many days after the first one did within so many days from that one on. */
export const isInTime = (daysAfter: number, withinDays: number): boolean => daysAfter < withinDays

/** Which of the model's activation actions had been done by the end of a day; null where the model asks for none. */
export function activationOf(subject: Subject, day: Day): Activation | null {
  const { activation } = subject.model
  if (!activation) return null
  const of = [...activation.actions]
  const days = activationDays(subject, day)
  return { done: of.filter((action) => days.has(action)), of, next: of.find((action) => !days.has(action)) ?? null }
}
