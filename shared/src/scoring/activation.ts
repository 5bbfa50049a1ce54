import type { Model } from '../model/types.ts'
import type { PersonHistory } from './history.ts'

/** How far a person has come on the way to first value; actions in the model's order. */
export interface Activation {
  done: string[]
  of: string[]
  /** The first that is not done; null where all are. */
  next: string | null
}

/** Which of the model's activation actions the person has done; null where the model asks for none. */
export function activationOf(model: Model, history: PersonHistory): Activation | null {
  if (!model.activation) return null
  const of = [...model.activation.actions]
  const seen = new Set(history.rows.map((row) => row.action))
  const done = of.filter((action) => seen.has(action))
  return { done, of, next: of.find((action) => !seen.has(action)) ?? null }
}
