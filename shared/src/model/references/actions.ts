import { RESERVED_EVENTS } from '../../wire/message.ts'
import { shown, type Fault, type Path } from '../fault.ts'
import { entries, get } from '../get.ts'
import { badName, fault } from './names.ts'

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

/** Actions whose names are not theirs to take, and properties declared against their use. */
export function* actionFaults(actions: unknown, path: Path): Generator<Fault> {
  for (const [name, action] of entries(actions)) {
    const at = [...path, name]
    yield* badName(name, at)
    if (RESERVED_EVENTS.has(name))
      yield fault(at, `"${name}" is an event of the SDK's own`, 'Give the action another name.')
    yield* conflicts(action, at)
  }
}
