import type { Band } from '../model/types.ts'
import {
  type Activation,
  activationOf,
  type Day,
  isNeverHealthy,
  isPersistentlyLow,
  numberAt,
  type Subject,
  type Traits,
  traitsAt,
} from '../scoring/index.ts'
import type { Score, Trend } from '../wire/score.ts'

/** What conditions ask of a person or an account at the end of a day. */
export interface Facts {
  readonly day: Day
  /** In [0, 100]; null without a score. */
  readonly score: number | null
  readonly subscores: Readonly<Record<string, number>> | null
  readonly trend: Pick<Trend, 'change' | 'adjusted' | 'declining' | 'quiet'> | null
  /** Unlike the trend's, null where somebody is known too short to say. */
  readonly persistentlyLow: () => boolean | null
  readonly neverHealthy: () => boolean | null
  /** The model's, ascending. */
  readonly bands: readonly Band[]
  /** The score at the end of the day so many days before; null where there was none. */
  readonly scoreBefore: (days: number) => number | null
  /** Null where the model asks for none. */
  readonly activation: () => Activation | null
  /** 1 on the first day, 0 before it. */
  readonly daysKnown: number
  readonly activeDays: () => number
  readonly traits: () => Traits
  /** Events of an action in so many days up to this one. */
  readonly count: (action: string, inDays: number) => number
  /** The newest day of an action; null where it was never done. */
  readonly lastDay: (action: string) => Day | null
}

/** The facts of a subject at the end of a day, beside its score then. */
export function factsOf(
  subject: Subject,
  day: Day,
  { score, subscores, trend }: Pick<Score, 'score' | 'subscores' | 'trend'>,
): Facts {
  const { model, firstSeen } = subject
  const cellsOf = (action: string) =>
    subject.members.flatMap(({ cells }) => cells.filter((cell) => cell.action === action))
  return {
    day,
    score,
    subscores,
    trend,
    persistentlyLow: () => isPersistentlyLow(subject, day),
    neverHealthy: () => isNeverHealthy(subject, day),
    bands: model.bands,
    scoreBefore: (days) => numberAt(subject, day - days),
    activation: () => activationOf(subject, day),
    daysKnown: Math.max(0, day - firstSeen + 1),
    activeDays: () => subject.activeDays().filter((active) => active <= day).length,
    traits: () => traitsAt(subject.traits, day),
    count(action, inDays) {
      let count = 0
      for (const { days, counts } of cellsOf(action))
        for (let i = days.length - 1; i >= 0 && days[i]! > day - inDays; i--) if (days[i]! <= day) count += counts[i]!
      return count
    },
    lastDay(action) {
      const newest = cellsOf(action).map(({ days }) => days.findLast((one) => one <= day) ?? -Infinity)
      const last = Math.max(-Infinity, ...newest)
      return last === -Infinity ? null : last
    },
  }
}
