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
