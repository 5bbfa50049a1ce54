import type { Model } from '../../model/types.ts'
import type { TraitMeans } from '../../wire/overview.ts'
import type { Traits } from '../history.ts'
import { addAll, addTo, noSums, toMeans, type Moving, type Sums } from './means.ts'

const MOST_TRAITS = 50
const LISTED_VALUES = 20
/** More are not told apart. */
const MOST_VALUES = 1_000
/** What is longer is prose. */
const MOST_CHARACTERS = 100

type Value = string | number | boolean

/** Means by the values of each trait. */
export interface Segments {
  add(traits: Traits, moving: Moving): void
  /** By name. */
  result(): TraitMeans[]
}

interface Values {
  /** Null where there are too many. */
  byValue: Map<Value, Sums> | null
  others: Sums
}

const isSegment = (value: unknown): value is Value =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= MOST_CHARACTERS)

function addValue(values: Values, value: Value, moving: Moving): void {
  let sums = values.byValue?.get(value)
  if (!sums && values.byValue) {
    if (values.byValue.size < MOST_VALUES) values.byValue.set(value, (sums = noSums()))
    else {
      for (const all of values.byValue.values()) addAll(values.others, all)
      values.byValue = null
    }
  }
  addTo(sums ?? values.others, moving)
}

/** Where of many values hardly one is shared, it is an id, a name or an address, and nobody's segment. */
const isSegmented = (values: ReadonlyMap<Value, Sums>): boolean => {
  const count = [...values.values()].reduce((sum, sums) => sum + sums.count, 0)
  return values.size <= LISTED_VALUES || 2 * values.size <= count
}

const before = (a: string, b: string): -1 | 1 => (a < b ? -1 : 1)

function toTraitMeans(trait: string, { byValue, others }: Values): TraitMeans {
  const rest = { ...others }
  const frequent = [...(byValue ?? [])].toSorted(
    ([a, one], [b, other]) =>
      other.count - one.count || (String(a) === String(b) ? before(typeof a, typeof b) : before(String(a), String(b))),
  )
  const listed = byValue && isSegmented(byValue) ? LISTED_VALUES : 0
  for (const [, sums] of frequent.splice(listed)) addAll(rest, sums)
  return {
    trait,
    segments: frequent.map(([value, sums]) => ({ value, ...toMeans(sums) })),
    others: rest.count === 0 ? null : toMeans(rest),
  }
}

/**
 * Makes what sums up scores by traits. Of more than 50 traits it keeps those that a profile asks for, then the first by name:
 * whichever come first, the same are left, and of one that is left nobody was missed.
 */
export function createSegments({ profiles }: Model): Segments {
  const asked = new Set(profiles.flatMap(({ when }) => Object.keys(when.trait ?? {})))
  const rankOf = (trait: string): string => (asked.has(trait) ? `0${trait}` : `1${trait}`)
  const byTrait = new Map<string, Values>()
  /** The next to go, where there is no place for one more. */
  let last: string | null = null

  function valuesOf(trait: string): Values | null {
    const known = byTrait.get(trait)
    if (known) return known
    if (last !== null && byTrait.size >= MOST_TRAITS) {
      if (rankOf(trait) > rankOf(last)) return null
      byTrait.delete(last)
    }
    const values: Values = { byValue: new Map(), others: noSums() }
    byTrait.set(trait, values)
    last = [...byTrait.keys()].reduce((latest, one) => (rankOf(one) > rankOf(latest) ? one : latest))
    return values
  }

  return {
    add(traits, moving) {
      for (const [trait, value] of traits) {
        if (!isSegment(value)) continue
        const values = valuesOf(trait)
        if (values) addValue(values, value, moving)
      }
    },
    result: () =>
      [...byTrait].toSorted(([a], [b]) => before(a, b)).map(([trait, values]) => toTraitMeans(trait, values)),
  }
}
