import type { Action, Model } from '../model/types.ts'

/** A tracked event as scoring counts it: one more of its (action, feature, day) row, and one interaction a counterpart. */
export interface FoldedEvent {
  readonly action: string
  readonly feature: string | null
  /** In [0, 1e12]. */
  readonly volume: number
  /** Distinct ids of others, in the order sent. */
  readonly counterparts: readonly string[]
}

export interface TrackedEvent {
  /** Null for somebody anonymous. */
  readonly userId: string | null
  readonly event: string
  readonly properties?: Readonly<Record<string, unknown>> | undefined
}

/** What one action gives in one event, and in one day, is at most this. */
export const MAX_AMOUNT = 1e12
const MAX_COUNTERPARTS = 50
/** Of what properties name: a counterpart's id, a feature. */
const MAX_NAME_CHARACTERS = 255

type Properties = Readonly<Record<string, unknown>>

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_NAME_CHARACTERS

function volumeOf({ volume }: Action, properties: Properties): number {
  const value = volume === null ? 1 : properties[volume]
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? Math.min(value, MAX_AMOUNT) : 1
}

function featureOf({ feature }: Action, properties: Properties): string | null {
  if (feature === null || typeof feature === 'string') return feature
  const value = properties[feature.property]
  return isName(value) ? value : null
}

function counterpartsOf({ counterparts }: Action, properties: Properties, userId: string | null): string[] {
  if (counterparts === null) return []
  const sent = properties[counterparts]
  const named = (Array.isArray(sent) ? sent.slice(0, MAX_COUNTERPARTS) : [sent]).filter(isName)
  return [...new Set(named)].filter((id) => id !== userId)
}

/** Folds one tracked event by the model; null where the model does not list it. Properties of the wrong kind never throw. */
export function foldEvent(model: Model, { userId, event, properties = {} }: TrackedEvent): FoldedEvent | null {
  const action = model.actions.get(event)
  if (!action) return null
  return {
    action: event,
    feature: featureOf(action, properties),
    volume: volumeOf(action, properties),
    counterparts: counterpartsOf(action, properties, userId),
  }
}
