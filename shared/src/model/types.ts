/**
 * The model as data, as its author writes it. Everything optional has its default filled in by `checkConfig`, which turns
 * a `ModelInput` into a `Model`; scoring takes the `Model` only.
 */

/** The type of one property in the tracking plan; `?` marks it optional. */
export type PropertyType = 'string' | 'number' | 'boolean' | 'string[]'
export type PropertySpec = PropertyType | `${PropertyType}?`

/** An action of the host app: one line of the tracking plan. */
export interface ActionInput {
  /** What a person reads, such as "Share a report". @defaultValue the action's name, in words */
  readonly label?: string
  /** The feature that it uses: a name, or the property to read it from. Without one it adds no breadth. */
  readonly feature?: string | { readonly property: string }
  /** Worth of one unit of its amount, 0 or more. @defaultValue 1 */
  readonly value?: number
  /** The numeric property holding its volume. @defaultValue its count: each event is 1 */
  readonly volume?: string
  /** The property holding the id, or the list of ids, of the people it was done with. */
  readonly counterparts?: string
  /** The most that counts of it for one person and day, in units of its amount. @defaultValue 20 for counts, none for volumes */
  readonly dailyCap?: number
  /** Shows presence, not value: scores nothing unless a dimension lists it. @defaultValue false */
  readonly passive?: boolean
  /** Names and types of its properties. Those named by `feature`, `volume` and `counterparts` are known without it. */
  readonly properties?: Readonly<Record<string, PropertySpec>>
}

interface DimensionBase<ActionName extends string> {
  /** The observed amount that earns 80. Above 0. */
  readonly target: number
  /** Its share in the score, relative to the other dimensions' weights. Above 0. */
  readonly weight: number
  /** @defaultValue "saturating": 100·(1 − 5^−x) */
  readonly curve?: 'saturating' | 'linear'
  /** Counts these actions alone, passive ones too. @defaultValue every action that is not passive */
  readonly actions?: readonly ActionName[]
  /** The share of an account's seats that has to reach the target, above 0, at most 1. @defaultValue 0.6; 0.3 for `counterparts` */
  readonly accountShare?: number
}

export type DimensionInput<ActionName extends string = string> =
  /** Days a week with a counted event. */
  | (DimensionBase<ActionName> & { readonly amount: 'days' })
  /** Value a week; one action gives at most `maxShare` of the target (0.6; no limit where a single action counts). */
  | (DimensionBase<ActionName> & { readonly amount: 'value'; readonly maxShare?: number })
  /** Features in use; one counts whole from `adoptedDays` decayed days on (2). */
  | (DimensionBase<ActionName> & { readonly amount: 'features'; readonly adoptedDays?: number })
  /** People worked with. */
  | (DimensionBase<ActionName> & { readonly amount: 'counterparts' })
  /** The newest value of a numeric trait. */
  | (Omit<DimensionBase<ActionName>, 'actions'> & { readonly amount: 'trait'; readonly trait: string })

/** Scores from `from` on, below the next band's `from`; the last band is closed at 100. */
export interface Band<Name extends string = string> {
  readonly name: Name
  /** In [0, 100]; the first band starts at 0. */
  readonly from: number
}

/** The names of the bands of a model that has none of its own. */
export type DefaultBand = 'at-risk' | 'needs-attention' | 'healthy' | 'thriving'

export interface ActivationInput<ActionName extends string = string> {
  /** What a newcomer does to see the value for the first time, in order. */
  readonly actions: readonly ActionName[]
  /** Days from the first seen day on in which it should happen. @defaultValue 14 */
  readonly withinDays?: number
}

/** A value that a trait can have. */
export type TraitValue = string | number | boolean

/** Holds where the trait has that value, or is a number in that range; never where it is not known. */
export type TraitTest =
  | { readonly trait: string; readonly is: TraitValue }
  | { readonly trait: string; readonly atLeast: number }
  | { readonly trait: string; readonly below: number }

/** Other targets and weights for a segment or a stage of life. */
export interface ProfileInput<ActionName extends string = string, DimensionName extends string = string> {
  readonly name: string
  /** Holds where all of it does. */
  readonly when: {
    /** Traits with the value that each must have: a person's for persons, an account's for accounts. */
    readonly trait?: Readonly<Record<string, TraitValue>>
    /** Days known, both ends inclusive. */
    readonly daysKnown?: { readonly atLeast?: number; readonly atMost?: number }
  }
  /** Instead of the model's. */
  readonly dimensions: Readonly<Record<DimensionName, DimensionInput<ActionName>>>
}

/** Multiplies the score, for what is a relationship rather than usage. */
export type Multiplier = TraitTest & {
  /** 0 or more: 1.05 raises by a twentieth. */
  readonly times: number
}

interface ModelBase<ActionName extends string, BandName extends string> {
  /** Half-life in days: as long as the horizon over which retention is asked. @defaultValue 28 */
  readonly horizonDays?: number
  /** IANA name of the time zone whose days are counted. @defaultValue "UTC" */
  readonly timeZone?: string
  readonly actions: Readonly<Record<ActionName, ActionInput>>
  /** @defaultValue at-risk from 0, needs-attention from 40, healthy from 60, thriving from 80 */
  readonly bands?: readonly Band<BandName>[]
  readonly activation?: ActivationInput<NoInfer<ActionName>>
}

/** A model of dimensions: decayed amounts over their targets. */
export interface DimensionsInput<
  ActionName extends string = string,
  DimensionName extends string = string,
  ProfileDimension extends string = string,
  BandName extends string = string,
> extends ModelBase<ActionName, BandName> {
  readonly dimensions: Readonly<Record<DimensionName, DimensionInput<NoInfer<ActionName>>>>
  /** The first that matches gives the dimensions. @defaultValue everybody has the model's */
  readonly profiles?: readonly ProfileInput<NoInfer<ActionName>, ProfileDimension>[]
  /** Applied one after the other to the score, which ends at 100. @defaultValue none */
  readonly multipliers?: readonly Multiplier[]
}

/** What points are given for. */
export type Signal<ActionName extends string = string> =
  /** Events of an action. */
  | { readonly count: ActionName }
  /** Features used: of these, or any. */
  | { readonly features: readonly string[] | true }
  /** The sum of a property of an action's events: the one that the action calls its `volume`. */
  | { readonly sum: string; readonly of: ActionName }
  | TraitTest
  /** So many days or more since the last event of any of the model's actions. */
  | { readonly quietDays: number }

export interface PointsLineInput<ActionName extends string = string> {
  readonly signal: Signal<ActionName>
  /** Points are given for each full `per` of it. @defaultValue 1 */
  readonly per?: number
  /** Below 0 for a penalty. */
  readonly points: number
  /** The most that the line gives, or takes. Above 0. @defaultValue no limit */
  readonly max?: number
  /** Of lines with the same group only the one that gives most counts. */
  readonly group?: string
}

/** A model of points, for those who think in points. */
export interface PointsInput<ActionName extends string = string, BandName extends string = string> extends ModelBase<
  ActionName,
  BandName
> {
  readonly form: 'points'
  /** The points that make 100. Above 0. */
  readonly max: number
  /** What is as old as this, in days, counts no more. */
  readonly windowDays: number
  /** Days in which points lose half of their weight; null for none. @defaultValue null */
  readonly halfLifeDays?: number | null
  readonly lines: readonly PointsLineInput<NoInfer<ActionName>>[]
}

export type ModelInput<
  ActionName extends string = string,
  DimensionName extends string = string,
  ProfileDimension extends string = string,
  BandName extends string = string,
> = DimensionsInput<ActionName, DimensionName, ProfileDimension, BandName> | PointsInput<ActionName, BandName>

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

/** Where webhook rules send to. */
export interface WebhooksInput {
  /** An https address; an http one is sent to with `allowPrivate` alone. */
  readonly url: string
  /** Whether it may lead to an address of a private network, or of this machine. @defaultValue false */
  readonly allowPrivate?: boolean
}

/** Who may send as a named user and read at `/v1/me`; see the collector's README. */
export type IdentityMode = 'open' | 'verify' | 'trust'

/** At the end of every day, week (Sunday) or month. */
export type SnapshotCycle = 'daily' | 'weekly' | 'monthly'

/** The whole configuration: the default export of `uptake.config.ts`. Holds no secret. */
export interface UptakeConfig<
  ActionName extends string = string,
  DimensionName extends string = string,
  ProfileDimension extends string = string,
  BandName extends string = string,
> {
  readonly model: ModelInput<ActionName, DimensionName, ProfileDimension, BandName>
  /** One may ask for a dimension of the model, or of a profile: it is then known of those who have it. */
  readonly nudges?: readonly NudgeInput<
    NoInfer<ActionName>,
    NoInfer<DimensionName | ProfileDimension>,
    NoInfer<BandName>
  >[]
  /** @defaultValue "open" */
  readonly identity?: IdentityMode
  /** Origins of the host app that may read `/v1/me`, such as "https://app.example.com". @defaultValue none */
  readonly origins?: readonly string[]
  /**
   * For how many days messages are kept: older ones are refused as `too_old`, and removed by whole days. What they were folded
   * into stays. Above 0. @defaultValue no limit
   */
  readonly retentionDays?: number
  /** How often everybody's scores are written down. @defaultValue "daily" */
  readonly snapshot?: SnapshotCycle
  /** @defaultValue none: then no rule may send one */
  readonly webhooks?: WebhooksInput
}

// The checked forms: every default filled in.

export interface Action {
  readonly label: string
  readonly feature: string | { readonly property: string } | null
  readonly value: number
  readonly volume: string | null
  readonly counterparts: string | null
  /** Infinity where there is none. */
  readonly dailyCap: number
  readonly passive: boolean
  readonly properties: Readonly<Record<string, PropertySpec>>
}

interface DimensionCommon {
  readonly target: number
  readonly weight: number
  readonly curve: 'saturating' | 'linear'
  readonly accountShare: number
}
interface CountingDimension extends DimensionCommon {
  /** The names of the actions that count: those listed, or all that are not passive. */
  readonly actions: ReadonlySet<string>
}

export type DaysDimension = CountingDimension & { readonly amount: 'days' }
/** `maxShare` is Infinity where a single action counts. */
export type ValueDimension = CountingDimension & { readonly amount: 'value'; readonly maxShare: number }
export type FeaturesDimension = CountingDimension & { readonly amount: 'features'; readonly adoptedDays: number }
export type CounterpartsDimension = CountingDimension & { readonly amount: 'counterparts' }
export type TraitDimension = DimensionCommon & { readonly amount: 'trait'; readonly trait: string }
export type Dimension = DaysDimension | ValueDimension | FeaturesDimension | CounterpartsDimension | TraitDimension

/** Dimensions by name, with whom they are for. */
export interface Profile {
  /** Null for the model's own. */
  readonly name: string | null
  readonly when: ProfileInput['when']
  readonly dimensions: ReadonlyMap<string, Dimension>
}

export interface PointsLine {
  readonly signal: Signal
  readonly per: number
  readonly points: number
  /** Infinity where there is none. */
  readonly max: number
  readonly group: string | null
}

export interface Points {
  readonly max: number
  readonly windowDays: number
  /** Infinity where nothing decays. */
  readonly halfLifeDays: number
  readonly lines: readonly PointsLine[]
}

export interface Model {
  /** As its author wrote it: what is recorded as a version. */
  readonly input: ModelInput
  readonly horizonDays: number
  readonly timeZone: string
  readonly actions: ReadonlyMap<string, Action>
  /** The names of those that are not passive. */
  readonly valueActions: ReadonlySet<string>
  /** In the order in which they are tried; the last, without a name, is everybody's. */
  readonly profiles: readonly Profile[]
  readonly multipliers: readonly Multiplier[]
  /** Set for the points form, which has no dimensions. */
  readonly points: Points | null
  /** Ascending by `from`; the first starts at 0. */
  readonly bands: readonly Band[]
  readonly activation: { readonly actions: readonly string[]; readonly withinDays: number } | null
}

interface CheckedNudge {
  readonly goal: { readonly action: string; readonly withinDays: number } | null
  /** Null where it is what the collector does by default. */
  readonly holdout: number | null
}
export type AppNudge = Omit<AppNudgeInput, 'goal' | 'holdout' | 'priority' | 'critical'> &
  CheckedNudge & { readonly priority: number; readonly critical: boolean }
export type WebhookNudge = Omit<WebhookNudgeInput, 'goal' | 'holdout' | 'about' | 'dueInBusinessDays'> &
  CheckedNudge & { readonly about: 'user' | 'account'; readonly dueInBusinessDays: number | null }
export type Nudge = AppNudge | WebhookNudge

export interface Config {
  readonly model: Model
  readonly nudges: readonly Nudge[]
  readonly identity: IdentityMode
  readonly origins: readonly string[]
  readonly retentionDays: number | null
  readonly snapshot: SnapshotCycle
  /** Null where nothing is sent. */
  readonly webhooks: { readonly url: string; readonly allowPrivate: boolean } | null
}
