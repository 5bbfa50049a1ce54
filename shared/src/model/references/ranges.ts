import { shown, type Fault, type Path } from '../fault.ts'
import { get } from '../get.ts'
import { fault } from './names.ts'

/** What a range is of: where it lies, and whether it is counted. */
export interface Scale {
  readonly least: number
  readonly most: number
  readonly isWhole: boolean
}
export const POINTS: Scale = { least: 0, most: 100, isWhole: false }
/** A fall or rise, less that of everybody. */
export const CHANGE: Scale = { least: -200, most: 200, isWhole: false }
export const COUNT: Scale = { least: 0, most: Infinity, isWhole: true }
/** The first day is one. */
export const DAYS_KNOWN: Scale = { least: 1, most: Infinity, isWhole: true }

const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)

function isEmpty(range: unknown, { least, most, isWhole }: Scale): boolean {
  const above = numberOr(get(range, 'above'), -Infinity)
  const from = Math.max(numberOr(get(range, 'atLeast'), -Infinity), least)
  const below = numberOr(get(range, 'below'), Infinity)
  // The lowest of what is counted; else any number above one that is excluded.
  if (isWhole) return Math.max(Math.floor(above) + 1, Math.ceil(from)) >= below
  return from > most || from >= below || above >= most || above >= below
}

/** Ranges without an end, with two lower ends, or in which nothing lies. */
export function* rangeFaults(range: unknown, scale: Scale, path: Path): Generator<Fault> {
  const written = ['above', 'atLeast', 'below'].filter((key) => get(range, key) !== undefined)
  const said = written.map((key) => `${key} ${shown(get(range, key))}`).join(', ')
  if (written.length === 0)
    yield fault(path, 'is compared with nothing', 'Write "above" or "atLeast", "below", or both.')
  else if (written.includes('above') && written.includes('atLeast'))
    yield fault(path, `${said} are two lower ends`, 'Write one of "above" and "atLeast".')
  else if (isEmpty(range, scale)) yield fault(path, `nothing is ${said}`, 'Write a range in which something lies.')
}
