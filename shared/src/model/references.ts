import { RESERVED_EVENTS } from '../wire/message.ts'
import { shown, toPath, type Fault, type Path } from './fault.ts'
import { nearest } from './nearest.ts'

// These look at the input as it came, so that a name that leads nowhere is told along with everything else that is wrong.

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null

/** What stands under a key; undefined where nothing does, or nothing could. */
export function get(value: unknown, key: PropertyKey): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
const entries = (value: unknown): [string, unknown][] =>
  isRecord(value) && !Array.isArray(value) ? Object.entries(value) : []
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const fault = (path: Path, message: string, hint: string): Fault => ({ path: toPath(path), message, hint })

/** A name that must be one of those known; anything but text is for the schema to refuse. */
function* unknownName(name: unknown, known: readonly string[], what: string, path: Path): Generator<Fault> {
  if (typeof name !== 'string' || name === '' || known.includes(name)) return
  const meant = nearest(name, known)
  const hint = meant === null ? `The model has ${known.join(', ') || 'none'}.` : `Did you mean "${meant}"?`
  yield fault(path, `no ${what} is called ${shown(name)}`, hint)
}

function* unknownActions(listed: unknown, known: readonly string[], path: Path): Generator<Fault> {
  for (const [i, name] of list(listed).entries()) {
    yield* unknownName(name, known, 'action', [...path, i])
    if (list(listed).indexOf(name) < i) yield fault([...path, i], `${shown(name)} is listed twice`, 'List it once.')
  }
}

function* badName(name: string, path: Path): Generator<Fault> {
  if (name.trim() === '') yield fault(path, 'a name cannot be empty', 'Give it a name.')
  if (name === '__proto__') yield fault(path, 'JavaScript keeps this name for itself', 'Give it another name.')
}

/** What is read from a property must be able to stand in it. */
function* conflicts(action: unknown, path: Path): Generator<Fault> {
  const uses: [name: unknown, use: string, types: string[]][] = [
    [get(action, 'volume'), 'volume', ['number']],
    [get(get(action, 'feature'), 'property'), 'feature', ['string']],
    [get(action, 'counterparts'), 'counterparts', ['string', 'string[]']],
  ]
  for (const [name, use, types] of uses) {
    const spec = typeof name === 'string' ? get(get(action, 'properties'), name) : undefined
    if (typeof spec === 'string' && !types.includes(spec.replace('?', '')))
      yield fault(
        [...path, 'properties', String(name)],
        `${use} is read from "${String(name)}", which cannot be ${shown(spec)}`,
        `Declare it as ${types.join(' or ')}.`,
      )
  }
}

/** Names of a model that are no names, or that lead nowhere, and properties declared against their use. */
export function* modelFaults(model: unknown, path: Path): Generator<Fault> {
  const actions = entries(get(model, 'actions'))
  const known = actions.map(([name]) => name)
  for (const [name, action] of actions) {
    const at = [...path, 'actions', name]
    yield* badName(name, at)
    if (RESERVED_EVENTS.has(name))
      yield fault(at, `"${name}" is an event of the SDK's own`, 'Give the action another name.')
    yield* conflicts(action, at)
  }
  for (const [name, dimension] of entries(get(model, 'dimensions'))) {
    yield* badName(name, [...path, 'dimensions', name])
    yield* unknownActions(get(dimension, 'actions'), known, [...path, 'dimensions', name, 'actions'])
  }
  yield* unknownActions(get(get(model, 'activation'), 'actions'), known, [...path, 'activation', 'actions'])
}

/** The same for a whole configuration: its model's, and nudges that lead nowhere or share an id. */
export function* configFaults(config: unknown): Generator<Fault> {
  const model = get(config, 'model')
  yield* modelFaults(model, ['model'])
  const actions = entries(get(model, 'actions')).map(([name]) => name)
  const dimensions = entries(get(model, 'dimensions')).map(([name]) => name)
  const ids = new Set<unknown>()
  for (const [i, nudge] of list(get(config, 'nudges')).entries()) {
    const id = get(nudge, 'id')
    if (typeof id === 'string' && ids.has(id))
      yield fault(['nudges', i, 'id'], `another nudge is called ${shown(id)}`, 'Give each nudge an id of its own.')
    ids.add(id)
    yield* unknownName(get(get(nudge, 'when'), 'weakest'), dimensions, 'dimension', ['nudges', i, 'when', 'weakest'])
    yield* unknownName(get(get(nudge, 'goal'), 'action'), actions, 'action', ['nudges', i, 'goal', 'action'])
  }
}
