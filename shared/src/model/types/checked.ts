/** The checked forms: every default filled in. */
import type { IdentityMode, SnapshotCycle } from './config-input.ts'
import type { Band, ModelInput, Multiplier, ProfileInput, PropertySpec, Signal } from './model-input.ts'
import type { AppNudgeInput, WebhookNudgeInput } from './nudge-input.ts'

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
