export { explainChange, type Moment } from './change.ts'
export { activationOf, type Activation } from './activation.ts'
export { BORDER_ROUNDING, bandOf } from './bands.ts'
export { cellsOf } from './cells.ts'
export { createDayOf, parseIsoDay, startOfDay, toIsoDay } from './day.ts'
export { foldEvent, type FoldedEvent, type TrackedEvent } from './fold.ts'
export type {
  AccountHistory,
  ActionRow,
  Cell,
  Day,
  Interaction,
  PersonHistory,
  TraitChange,
  Traits,
} from './history.ts'
export { traitsAt } from './history.ts'
export { roundTogether } from './largest-remainder.ts'
export { nextActionsAt, nextActionsOfAccount, nextActionsOfPerson } from './next-action.ts'
export type { BaseMember } from './product/base.ts'
export { createOverview, type OverviewSums } from './product/overview.ts'
export { type Usage, usageAt } from './product/usage.ts'
export { isQuiet } from './quiet.ts'
export { type GamingBound, gamingBounds } from './review/gaming.ts'
export { createReach, type Reach, reviewReach } from './review/reach.ts'
export { reviewModel } from './review/review.ts'
export type { Warning } from './review/warning.ts'
export { type Outcome, outcomeAt, scoreAccount, scoreAt, scorePerson } from './score.ts'
export type { Scored } from './scored.ts'
export { accountSubject, personSubject, type Subject } from './subject.ts'
export {
  besideBase,
  changeAt,
  isDeclining,
  isNeverHealthy,
  isPersistentlyLow,
  numberAt,
  type OwnTrend,
  TREND_DAYS,
  trendAt,
} from './trend.ts'
export { traitHolds } from './traits.ts'
export { weakest } from './weakest.ts'
