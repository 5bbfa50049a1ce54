import { entries, get } from './get.ts'

/** Whether a model is meant to be one of points, so that a slip in its form is told as that and nothing else. */
export function isPointsForm(model: unknown): boolean {
  const keys = new Set(entries(model).map(([key]) => key))
  return get(model, 'form') === 'points' || (!keys.has('dimensions') && (keys.has('form') || keys.has('lines')))
}
