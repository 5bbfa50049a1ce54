export type ScoreStatus = 'ok' | 'provisional' | 'insufficient_data'

export interface Contribution {
  dimension: string
  /** What the dimension adds to the score; the points of all contributions sum to it. */
  points: number
  /** Actions, features, counterparts, or for days the weeks (by their Monday): their points sum to the dimension's. */
  items: { key: string; points: number }[]
}

/** A silence, and how probable one so long is for whom it is. */
export interface QuietTrend {
  days: number
  /** In [0, 1]; below 0.01 it is no chance. */
  probability: number
}

export interface Trend {
  /** The score less the one four weeks ago; null where either is missing. */
  change: number | null
  /** The change less the median change of everybody; null where that is not known. */
  adjusted: number | null
  declining: boolean
  persistentlyLow: boolean
  neverHealthy: boolean
  quiet: QuietTrend | null
}

/** A person's or an account's score as it travels. Numbers are unrounded, in [0, 100]; null where it says nothing yet. */
export interface Score {
  subject: { user: string } | { account: string }
  status: ScoreStatus
  score: number | null
  band: string | null
  interval: [low: number, high: number] | null
  subscores: Record<string, number> | null
  contributions: Contribution[] | null
  /** What is missing for a score, where the status is `insufficient_data`. */
  needs: { days: number; events: number } | null
  trend: Trend | null
  model: { version: number; profile: string | null }
  /** In the points form: points as they are, and those that make 100. */
  points?: { raw: number; max: number }
  /** Of an account: three seats or more, and nearly all value comes from one person. */
  singleThreaded?: boolean
  /** The instant that it holds for, ISO 8601. */
  asOf: string
}

/** What changed a score since an earlier instant. */
export interface ChangeExplanation {
  /** The earlier instant, ISO 8601. */
  since: string
  /** The score then, by the model that was in force then. */
  from: number
  to: number
  /** `to` less `from`: what the lines sum to. */
  points: number
  /** By dimension; `profile` and `model` where another applied then, `multipliers` and `limit` where they changed. */
  lines: Contribution[]
}

/** A score in a list: its contributions without their items. */
export type ListedScore = Omit<Score, 'contributions'> & { contributions: Omit<Contribution, 'items'>[] | null }

/** How somebody stood at the end of a day. */
export interface ScoredDay {
  /** `YYYY-MM-DD` */
  day: string
  score: number | null
  band: string | null
  subscores: Record<string, number> | null
}

/** One more such event now would raise the score by `gain`. */
export interface NextAction {
  action: string
  gain: number
}

/** A nudge as it reaches the host app. A held-out person gets it with `held` and without text. */
export interface DeliveredNudge {
  id: string
  slot: string
  kind: 'banner' | 'tooltip' | 'custom'
  title: string
  body: string
  action?: { label: string; event?: string; href?: string }
  anchor?: string
  data?: unknown
  held?: true
}

/** The answer of `GET /v1/me`. */
export interface Me {
  user: Score
  account: Score | null
  activation: { done: string[]; of: string[]; next: string | null } | null
  nudges: DeliveredNudge[]
  nextActions: NextAction[]
}
