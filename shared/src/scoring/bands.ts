import type { Model } from '../model/types.ts'

/** The name of the band that an unrounded score lies in: from its `from` on, below the next one's. */
export function bandOf(model: Model, score: number): string {
  return model.bands.findLast((band) => score >= band.from)?.name ?? ''
}
