import type { TraitTest } from './model-input.ts'

/** What a number is compared with: `above` or `atLeast`, `below`, or both ends. */
export interface Range {
  readonly above?: number
  readonly atLeast?: number
  readonly below?: number
}

/**
 * What a rule asks about the person, or with `of: 'account'` about the person's account. On what is not known yet a condition is
 * unknown, and `not` of it too; a rule holds only where its condition is true. Scores and what follows from them are unknown
 * while there is insufficient data; what a newcomer did is known from the first minute.
 */
export type Condition<
  ActionName extends string = string,
  DimensionName extends string = string,
  BandName extends string = string,
> =
  | { readonly all: readonly Condition<ActionName, DimensionName, BandName>[] }
  | { readonly any: readonly Condition<ActionName, DimensionName, BandName>[] }
  | { readonly not: Condition<ActionName, DimensionName, BandName> }
  | (ConditionTest<ActionName, DimensionName, BandName> & { readonly of?: 'account' })

export type ConditionTest<
  ActionName extends string = string,
  DimensionName extends string = string,
  BandName extends string = string,
> =
  | { readonly score: Range }
  | ({ readonly subscore: DimensionName } & Range)
  /** The dimension with the lowest subscore. */
  | { readonly weakest: DimensionName }
  /** Is in one of them. */
  | { readonly band: BandName | readonly BandName[] }
  /** Is in one of them, and was in none of them so many days ago. @defaultValue inDays 7 */
  | { readonly entered: BandName | readonly BandName[]; readonly inDays?: number }
  /** Is in none of them, and was in one of them so many days ago. @defaultValue inDays 7 */
  | { readonly left: BandName | readonly BandName[]; readonly inDays?: number }
  /** The score less that of 28 days before, less the median change of everybody where that is known. */
  | { readonly change: Range }
  /** What the trend says; see `Score.trend`. */
  | { readonly trend: 'declining' | 'persistentlyLow' | 'neverHealthy' | 'quiet' }
  /** Every step of the activation is done, or this one is the next. */
  | { readonly activation: 'complete' | { readonly next: ActionName } }
  /** Days since first seen, that day included. */
  | { readonly daysKnown: Range }
  /** Days with any of the model's actions. */
  | { readonly activeDays: Range }
  | TraitTest
  /** Events of an action; of the last so many days, today included. @defaultValue all that is known */
  | ({ readonly count: ActionName; readonly inDays?: number } & Range)

interface NudgeBase<ActionName extends string, DimensionName extends string, BandName extends string> {
  readonly id: string
  readonly when: Condition<ActionName, DimensionName, BandName>
  /** What the nudge is for: what is measured, and whose gain decides between nudges that hold at once. @defaultValue none; withinDays 7 */
  readonly goal?: { readonly action: ActionName; readonly withinDays?: number }
  /** The share of people (accounts, where they are in one) who are held out to be compared with, 0 to 1. @defaultValue 0.1; 0 on loopback, and for what is critical */
  readonly holdout?: number
  /** Handed on as it is. */
  readonly data?: unknown
}

/** A rule that shows a message in the host app when it holds for a person. */
export interface AppNudgeInput<
  ActionName extends string = string,
  DimensionName extends string = string,
  BandName extends string = string,
> extends NudgeBase<ActionName, DimensionName, BandName> {
  readonly deliver: 'app'
  /** The place in the host app; one nudge shows in a place at a time. */
  readonly slot: string
  readonly kind: 'banner' | 'tooltip' | 'custom'
  readonly title: string
  readonly body: string
  /** The greater goes first. @defaultValue 0 */
  readonly priority?: number
  /** Exempt from how often nudges may show. @defaultValue false */
  readonly critical?: boolean
  /** The button: its text, and the event or address of the host app that it leads to. */
  readonly action?: { readonly label: string; readonly event?: string; readonly href?: string }
  /** A selector of the element that it points at: a tooltip's, and a custom one's where it has one. */
  readonly anchor?: string
}

/** A rule that sends a signed request when it begins to hold for a user, or for an account. */
export interface WebhookNudgeInput<
  ActionName extends string = string,
  DimensionName extends string = string,
  BandName extends string = string,
> extends NudgeBase<ActionName, DimensionName, BandName> {
  readonly deliver: 'webhook'
  /** Whom it asks about; of an account the condition asks about that. @defaultValue "user" */
  readonly about?: 'user' | 'account'
  /** The request names the day that so many business days (Monday to Friday) lead to: 1 to 260. @defaultValue none */
  readonly dueInBusinessDays?: number
}

export type NudgeInput<
  ActionName extends string = string,
  DimensionName extends string = string,
  BandName extends string = string,
> = AppNudgeInput<ActionName, DimensionName, BandName> | WebhookNudgeInput<ActionName, DimensionName, BandName>
