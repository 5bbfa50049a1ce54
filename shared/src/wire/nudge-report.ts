/**
 * What the difference of two arms says. `not_enough_data`: fewer than 50 units on a side; `better`, `worse`: zero lies outside of
 * its interval; `no_effect`: the interval lies within five points around zero; `unclear`: anything else.
 */
export type LiftVerdict = 'not_enough_data' | 'no_effect' | 'better' | 'worse' | 'unclear'

/** One arm's part of a comparison. */
export interface ArmOutcome {
  /** What was drawn into the arm as one: accounts, and people without one. */
  units: number
  /** The people in them; of a webhook about accounts the accounts. */
  people: number
}

/** How many reached a nudge's goal, of those whose time for it is over. */
export interface GoalOutcome {
  action: string
  /** Days after the nudge was first shown or held out. */
  withinDays: number
  shown: GoalArm
  held: GoalArm
  /** People whose time is not over: they are in neither arm yet. */
  waiting: number
}
export interface GoalArm extends ArmOutcome {
  /** How many of the people did the action in that time. */
  reached: number
  /** `reached` by `people`, in [0, 1]; null without any. */
  share: number | null
}

/** How the subscore moved that was the lowest when the nudge came, of those who have one before and after. */
export interface SubscoreOutcome {
  /** Days after the nudge was first shown or held out. */
  afterDays: number
  shown: SubscoreArm
  held: SubscoreArm
  /** Points that those who were shown it gained more; null below 50 units on a side. */
  difference: number | null
  /** Of the difference, with 90 % confidence. */
  interval: readonly [low: number, high: number] | null
}
export interface SubscoreArm extends ArmOutcome {
  /** The mean change in points; null without any. */
  change: number | null
}

/** What came of a nudge. The counts are of people; of a webhook about accounts, of accounts. */
export interface NudgeReport {
  /** Its id. */
  nudge: string
  deliver: 'app' | 'webhook'
  shown: number
  /** Held out, to be compared with. */
  held: number
  clicked: number
  dismissed: number
  snoozed: number
  completed: number
  /** Null where the nudge has no goal. */
  outcome: GoalOutcome | null
  /** The share of those shown it less that of those held out: 0.05 is five points; null without a goal, or enough data. */
  lift: number | null
  /** Of the lift, with 90 % confidence, in [-1, 1]. */
  interval: readonly [low: number, high: number] | null
  /** Null without a goal. */
  verdict: LiftVerdict | null
  /** Null where nobody has one before and after. */
  subscore: SubscoreOutcome | null
}
