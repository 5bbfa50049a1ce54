import type { ModelInput } from './model-input.ts'
import type { NudgeInput } from './nudge-input.ts'

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
