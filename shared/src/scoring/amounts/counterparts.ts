import type { CounterpartsDimension, Model } from '../../model/types.ts'
import type { Decay } from '../decay.ts'
import type { PersonHistory } from '../history.ts'
import { partOf, sumOf, type Amount } from './amount.ts'

/**
 * People worked with, each as old as the newest time; the parts are their ids.
 * Formula: x = Σ_j 2^(−age_j/H) ÷ target.
 */
export function counterpartsAmount(
  model: Model,
  { actions, target }: CounterpartsDimension,
  history: PersonHistory,
  decay: Decay,
): Amount {
  const newest = new Map<string, number>()
  for (const { action, counterpart, day } of history.interactions)
    if (actions.has(action) && day > (newest.get(counterpart) ?? -Infinity)) newest.set(counterpart, day)

  const parts = new Map<string, number>()
  for (const [counterpart, day] of newest) parts.set(counterpart, partOf(decay.weight(day), target))
  const somebodyNew = partOf(1, target)
  const takesSomebody = (action: string): boolean => (model.actions.get(action)?.counterparts ?? null) !== null
  return {
    ratio: sumOf(parts),
    parts,
    oneMore: (action) => (actions.has(action) && takesSomebody(action) ? somebodyNew : 0),
  }
}
