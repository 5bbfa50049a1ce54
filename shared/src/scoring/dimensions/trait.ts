import type { TraitDimension } from '../../model/types.ts'
import { partOf, type Measure } from './measure.ts'

/** The value of a numeric trait, the one part; a trait that is no finite number of 0 or more counts 0. */
export function measureTrait({ trait, target }: TraitDimension): Measure {
  return ({ traits }) => {
    const value = traits.get(trait)
    const counted = typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0
    const ratio = partOf(counted, target)
    return { ratio, parts: () => new Map([[trait, ratio]]), oneMore: () => 0 }
  }
}
