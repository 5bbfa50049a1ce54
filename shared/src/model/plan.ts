import { RESERVED_EVENTS } from '../wire/message.ts'
import { nearest } from './nearest.ts'
import type { Action, Model, PropertySpec } from './types.ts'

type Properties = Readonly<Record<string, unknown>>

const isText = (value: unknown): boolean => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function fits(spec: PropertySpec, value: unknown): boolean {
  if (spec.startsWith('string[]')) return Array.isArray(value) && value.every(isText)
  if (spec.startsWith('number')) return isNumber(value)
  return typeof value === (spec.startsWith('string') ? 'string' : 'boolean')
}

function* againstDeclared({ properties: specs, volume }: Action, properties: Properties): Generator<string> {
  for (const [name, spec] of Object.entries(specs)) {
    const value = properties[name]
    if (value === undefined && !spec.endsWith('?')) yield `property "${name}" is missing: the plan asks for ${spec}`
    if (value !== undefined && name !== volume && !fits(spec, value))
      yield `property "${name}" is not what the plan says: ${spec}`
  }
}

function* againstVolume({ volume }: Action, properties: Properties): Generator<string> {
  const value = volume === null ? undefined : properties[volume]
  if (value !== undefined && !(isNumber(value) && value >= 0))
    yield `property "${volume}" is no finite number of 0 or more: the event counts as a volume of 1`
}

/** What is wrong with a tracked event by the model's tracking plan, a sentence each; empty where nothing is. */
export function violations(model: Model, event: string, properties: Properties = {}): string[] {
  if (RESERVED_EVENTS.has(event)) return []
  const action = model.actions.get(event)
  if (action) return [...againstDeclared(action, properties), ...againstVolume(action, properties)]
  const meant = nearest(event, model.actions.keys())
  return [`event "${event}" is not in the model${meant === null ? '' : `: did you mean "${meant}"?`}`]
}
