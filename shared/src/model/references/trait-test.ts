import type { Fault, Path } from '../fault.ts'
import { get } from '../get.ts'
import { fault } from './names.ts'

/** A test of a trait compares it in one way. */
export function* traitTestFaults(test: unknown, path: Path): Generator<Fault> {
  const written = ['is', 'atLeast', 'below'].filter((key) => get(test, key) !== undefined)
  if (written.length === 1) return
  const message = written.length === 0 ? 'the trait is compared with nothing' : `${written.join(' and ')} are two tests`
  yield fault(path, message, 'Write one of "is", "atLeast" and "below".')
}
