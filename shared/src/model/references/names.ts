import { shown, toPath, type Fault, type Path } from '../fault.ts'
import { list } from '../get.ts'
import { nearest } from '../nearest.ts'

/** A fault at a place. */
export const fault = (path: Path, message: string, hint: string): Fault => ({ path: toPath(path), message, hint })

/** A name that must be one of those known; anything but text is for the schema to refuse. */
export function* unknownName(name: unknown, known: readonly string[], what: string, path: Path): Generator<Fault> {
  if (typeof name !== 'string' || name === '' || known.includes(name)) return
  const meant = nearest(name, known)
  const hint = meant === null ? `The model has ${known.join(', ') || 'none'}.` : `Did you mean "${meant}"?`
  yield fault(path, `no ${what} is called ${shown(name)}`, hint)
}

/** Names of a list that must each be one of those known, once. */
export function* unknownNames(listed: unknown, known: readonly string[], what: string, path: Path): Generator<Fault> {
  for (const [i, name] of list(listed).entries()) {
    yield* unknownName(name, known, what, [...path, i])
    if (list(listed).indexOf(name) < i) yield fault([...path, i], `${shown(name)} is listed twice`, 'List it once.')
  }
}

/** A name that is none. */
export function* badName(name: string, path: Path): Generator<Fault> {
  if (name.trim() === '') yield fault(path, 'a name cannot be empty', 'Give it a name.')
  if (name === '__proto__') yield fault(path, 'JavaScript keeps this name for itself', 'Give it another name.')
}

/**
 * What an explanation has beside its dimensions or signals: what multipliers gave, what the ends of the scale took, and what
 * another profile or model made of a change.
 */
const LINES_OF_EXPLANATION = new Set(['multipliers', 'limit', 'profile', 'model'])

/** A name under which an explanation tells something else. */
export function* takenName(name: unknown, hint: string, path: Path): Generator<Fault> {
  if (typeof name === 'string' && LINES_OF_EXPLANATION.has(name))
    yield fault(path, `an explanation has a line of its own called ${shown(name)}`, hint)
}
