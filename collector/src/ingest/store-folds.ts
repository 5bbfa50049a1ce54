import type { Model } from '@uptake/shared/model'
import type { Folds, StoredRow, Transaction } from '../storage/storage.ts'

/** Distinct features read from properties that are kept; beyond, events count without one. */
const MAX_FEATURES = 10_000

/** What messages folded into, without features beyond the limit. */
export async function limitFeatures(transaction: Transaction, model: Model, { rows, ...folds }: Folds): Promise<Folds> {
  const isOpen = ({ action, feature }: StoredRow) =>
    feature !== null && typeof model.actions.get(action)?.feature === 'object'
  const open = new Set(rows.filter(isOpen).map(({ feature }) => feature ?? ''))
  const admitted = await transaction.admitNames('feature', [...open], MAX_FEATURES)
  const limited = rows.map((row) => (isOpen(row) && !admitted.has(row.feature ?? '') ? { ...row, feature: null } : row))
  return { ...folds, rows: limited }
}

/** Adds what messages folded into to what is there. */
export async function storeFolds(transaction: Transaction, model: Model, folds: Folds): Promise<void> {
  const { rows, interactions, traits, marks } = await limitFeatures(transaction, model, folds)
  await transaction.addRows(rows)
  await transaction.addInteractions(interactions)
  await transaction.addTraits(traits)
  await transaction.addNudgeMarks(marks)
}
