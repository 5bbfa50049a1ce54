import type { Model } from '../model/types.ts'

/** What sums in another order may be off by: whoever reaches every target stands at 80, not a trifle below. */
export const BORDER_ROUNDING = 1e-9

/** The name of the band that an unrounded score lies in: from its `from` on, below the next one's. */
export function bandOf(model: Model, score: number): string {
  return model.bands.findLast((band) => score >= band.from - BORDER_ROUNDING)?.name ?? ''
}
