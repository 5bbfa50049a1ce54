import { hash } from 'node:crypto'
import type { Model } from '@uptake/shared/model'

/** Counts up when the fold itself changes, so that what was folded before is folded again. */
const FOLD = 3

/** Changes with whatever of the model folding depends on: its time zone, and each action's feature, volume and counterparts. */
export function foldVersionOf({ timeZone, actions }: Model): string {
  const folding = [...actions]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { feature, volume, counterparts }]) => [name, feature, volume, counterparts])
  return hash('sha256', JSON.stringify([FOLD, timeZone, folding]), 'hex').slice(0, 16)
}
