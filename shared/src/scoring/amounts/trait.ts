import type { TraitDimension } from '../../model/types.ts'
import type { Traits } from '../history.ts'
import { partOf, sumOf, type Amount } from './amount.ts'

/** The value of a numeric trait, the one part; a trait that is no finite number of 0 or more counts 0. */
export function traitAmount({ trait, target }: TraitDimension, traits: Traits): Amount {
  const value = traits[trait]
  const counted = typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0
  const parts = new Map([[trait, partOf(counted, target)]])
  return { ratio: sumOf(parts), parts, oneMore: () => 0 }
}
