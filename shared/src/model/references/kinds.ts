import type { Fault, Path } from '../fault.ts'
import { entries, get } from '../get.ts'
import { fault } from './names.ts'

/** Whether something is written under a key. */
export const has = (value: unknown, key: string): boolean => get(value, key) !== undefined

/** Objects of which each is of one kind, known by its key; the other keys go with some of the kinds alone. */
export interface Kinds {
  /** What is chosen: "signal". */
  readonly what: string
  /** What one of no kind does: "says nothing to give points for". */
  readonly none: string
  readonly keys: readonly string[]
  /** Of each other key, the kinds that it goes with. */
  readonly parts: Readonly<Record<string, readonly string[]>>
}

const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(' or ')

/** What is of no kind or of several, and keys that do not go with the kind it is of. */
export function* kindFaults(value: unknown, { what, none, keys, parts }: Kinds, path: Path): Generator<Fault> {
  const kinds = keys.filter((key) => has(value, key))
  const hint = `Write one of ${keys.join(', ')}.`
  // A slip in the key is told already, with what was meant.
  const isTold = entries(value).some(([key]) => !keys.includes(key) && !Object.hasOwn(parts, key))
  if (kinds.length === 0 && !isTold) yield fault(path, none, hint)
  if (kinds.length > 1) yield fault(path, `${kinds.join(' and ')} are more than one ${what}`, hint)
  for (const [part, goesWith] of Object.entries(parts))
    if (kinds.length === 1 && has(value, part) && !goesWith.some((kind) => kinds.includes(kind)))
      yield fault([...path, part], `belongs to a ${what} with ${quoted(goesWith)}`, 'Leave it out.')
}
