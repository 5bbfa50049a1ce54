/** The mean score of some of the base, and how it moved. */
export interface Means {
  /** Those in it, with a score or without. */
  count: number
  /** Those of them with a score. */
  scored: number
  /** The mean of their scores, in [0, 100]; null without any. */
  mean: number | null
  /** Over those with a score today and four weeks ago; null without any. */
  trend: MeanTrend | null
}

/** Two means over the same people (or accounts). */
export interface MeanTrend {
  /** Those with a score on both dates, 1 or more. */
  count: number
  /** The mean of their scores 28 days before, in [0, 100]. */
  before: number
  /** The mean of their scores today, in [0, 100]; apart from `mean` where some have no score on one of the dates. */
  now: number
  /** `now` less `before`, in points. */
  change: number
  /** Whether the change is −5 or less. */
  falling: boolean
}

/** A tenth of the scale. */
export interface DistributionStep {
  /** Scores from here on, */
  from: number
  /** below here; the last step is closed at 100. */
  to: number
  /** How many have one. */
  count: number
}

export interface BandCount {
  /** As the model names it. */
  name: string
  /** The lowest score in it. */
  from: number
  count: number
  /** Of those with a score, in [0, 1]; null without any. */
  share: number | null
  /** Share of those with a score that stands below the band, in [0, 1]; null without any. */
  below: number | null
}

/** Whether too many stand below the border under which customers are at risk. */
export interface LowAlarm {
  /** The border: the second band's `from`. */
  border: number
  /** Share of those with a score that stands below it, in [0, 1]; null without any. */
  share: number | null
  /** The share from which on the alarm is raised, in [0, 1]. */
  threshold: number
  raised: boolean
}

/** Those first seen in one month. */
export interface Cohort extends Means {
  /** `YYYY-MM`, in the model's time zone. */
  month: string
}

/** Those whose trait has one value. */
export interface TraitSegment extends Means {
  value: string | number | boolean
}

/** The base by one trait. Who has no value of it that is text, a number, true or false is in none of its segments. */
export interface TraitMeans {
  trait: string
  /** The most frequent first, at most 20; none where hardly anybody shares a value, as of an id. */
  segments: TraitSegment[]
  /** Everybody with another value; null where there is none. */
  others: Means | null
}

/** Where all users, or all accounts, stand. */
export interface BaseOverview extends Means {
  /** Those without a score, for lack of data. */
  insufficientData: number
  /** The median score, to 0.1, in [0, 100]; null without any. */
  median: number | null
  /** Share of those with a score that stands above 50, in [0, 1]; null without any. Most should. */
  aboveMidpoint: number | null
  /** Ten steps of ten points, ascending. */
  distribution: DistributionStep[]
  /** Ascending. */
  bands: BandCount[]
  /** Null where the model has one band only. */
  alarm: LowAlarm | null
  /** By month, ascending; those of the last five years. */
  cohorts: Cohort[]
  /** Those first seen before; null where nobody was. */
  earlier: Means | null
  /** By name; at most 50. */
  traits: TraitMeans[]
}

/** The product engagement score, and what it is made of. Null where there is nobody to divide by. */
export interface ProductEngagement {
  /** The mean of the next three, in [0, 100]; null where one of them is. */
  score: number | null
  /** Average share of the model's named features that active users used, in percent; null without either. */
  adoption: number | null
  /** Mean daily active users of active users, in percent; null without active users. */
  stickiness: number | null
  /** New and recovered users of those, and of those dropped, in percent; null without any. */
  growth: number | null
  /** The horizon in days: active is who did something of value within it. */
  horizonDays: number
  /** Users active within the horizon (MAU, where it is a month). */
  activeUsers: number
  /** Mean number of users active on a day of the horizon (DAU). */
  meanDailyActiveUsers: number
  /** Active for the first time ever. */
  newUsers: number
  /** Active now and once, not in the horizon before. */
  recoveredUsers: number
  /** Active in the horizon before, not now. */
  droppedUsers: number
}

export interface FeatureUse {
  feature: string
  /** Active users who used it within the horizon. */
  users: number
  /** Of active users, in [0, 1]; null without any. */
  share: number | null
  /** Whether fewer than one in five use it. */
  underused: boolean
}

/** One step on the way to first value. */
export interface ActivationStep {
  action: string
  /** Users who have done it. */
  done: number
  /** Those of them who did it in time: within the days from their first one on. */
  doneInTime: number
  /** Users for whom it is next, and whose days are over. */
  stopped: number
  /** Users for whom it is next, and who still have time. */
  underway: number
}

/** Where users stop on the way to first value. Everybody has it behind them, stopped at a step, or is underway to one. */
export interface ActivationReport {
  /** Days from the first one on in which it should happen. */
  withinDays: number
  users: number
  /** Users who have done every step. */
  completed: number
  /** Those of them who did every step in time. */
  completedInTime: number
  /** In the model's order. */
  steps: ActivationStep[]
}

/** A recorded version of the model. */
export interface ModelInForce {
  version: number
  /** Since when, ISO 8601. */
  since: string
  /** Whether nobody has touched it for a quarter. */
  reviewDue: boolean
}

/** The whole product: the answer of `GET /v1/overview`. Numbers are unrounded. */
export interface Overview {
  /** The instant that it holds for, ISO 8601. */
  asOf: string
  /** By which all of it was scored; null before one was recorded. */
  model: ModelInForce | null
  users: BaseOverview
  accounts: BaseOverview
  product: ProductEngagement
  /** The model's named features, least used first; those read from a property have no place in it. */
  features: FeatureUse[]
  /** Null where the model asks for none. */
  activation: ActivationReport | null
}
