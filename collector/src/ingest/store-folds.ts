import type { Model } from '@uptake/shared/model'
import type { StoredRow, Transaction } from '../storage/storage.ts'
import type { Folds } from './fold-messages.ts'

/** Distinct features read from properties that are kept; beyond, events count without one. */
const MAX_FEATURES = 10_000

/** Adds what messages folded into to what is there. */
export async function storeFolds(
  transaction: Transaction,
  model: Model,
  { rows, interactions, traits }: Folds,
): Promise<void> {
  const isOpen = ({ action, feature }: StoredRow) =>
    feature !== null && typeof model.actions.get(action)?.feature === 'object'
  const open = new Set(rows.filter(isOpen).map(({ feature }) => feature ?? ''))
  const admitted = await transaction.admitNames('feature', [...open], MAX_FEATURES)
  await transaction.addRows(
    rows.map((row) => (isOpen(row) && !admitted.has(row.feature ?? '') ? { ...row, feature: null } : row)),
  )
  await transaction.addInteractions(interactions)
  await transaction.addTraits(traits)
}
