import type { Model } from '../model/types.ts'

/** The dimension with the lowest subscore, the model's first of those that tie; null without subscores. */
export function weakest(model: Model, subscores: Readonly<Record<string, number>> | null): string | null {
  if (!subscores) return null
  let lowest: string | null = null
  for (const name of model.dimensions.keys()) {
    const subscore = subscores[name]
    if (subscore !== undefined && (lowest === null || subscore < (subscores[lowest] ?? 0))) lowest = name
  }
  return lowest
}
