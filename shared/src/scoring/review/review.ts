import type { Model } from '../../model/types.ts'
import { gameable } from './gaming.ts'
import { passiveThatScore, tooMany, withoutValue } from './signals.ts'
import type { Warning } from './warning.ts'

/** What a model without faults may say otherwise than its author means; empty where nothing is. */
export function reviewModel(model: Model): Warning[] {
  return [...tooMany(model), ...passiveThatScore(model), ...withoutValue(model), ...gameable(model)]
}
