import type { LiftVerdict } from '../wire/nudge-report.ts'

/** What was drawn into an arm as one, and is resampled as one: an account with its people, or somebody without one. */
export interface Unit {
  /** Above 0. */
  readonly people: number
  /** Over those people: how many reached the goal, or the sum of what is compared. */
  readonly total: number
}

type Interval = readonly [low: number, high: number]
/** The mean by person of those who were shown it less that of those held out, with its 90 % interval. */
export interface Difference {
  readonly difference: number
  readonly interval: Interval
}

/** Below so many units on a side nothing is said. */
export const ENOUGH_UNITS = 50
const NO_EFFECT = 0.05
const RESAMPLES = 1_000
/** Of the normal distribution, by which 90 % lie between −z and z. */
const Z = 1.6448536269514722
/** So many parts of an arm say all that there is about its spread. */
const MOST_PARTS = 1_000

const sum = <Item>(items: readonly Item[], numberOf: (item: Item) => number): number => {
  let total = 0
  for (const item of items) total += numberOf(item)
  return total
}
const peopleOf = (units: readonly Unit[]): number => sum(units, ({ people }) => people)
const squaresOf = (units: readonly Unit[]): number => sum(units, ({ people }) => people ** 2)

/** The mean by person; null without any. */
export function meanOf(units: readonly Unit[]): number | null {
  return units.length === 0 ? null : ratio(units)
}
const ratio = (units: readonly Unit[]): number => sum(units, ({ total }) => total) / peopleOf(units)

/**
 * The difference of two means, for totals of any size; null below 50 units on a side.
 *
 * Formula: the percentile interval of the cluster bootstrap, the units of each arm resampled apart, drawn away from the
 * difference by t/z · √(1 + 1/df), as percentiles are too narrow for few units. df is the least of the arms' (Σn)² / Σn² − 1,
 * as units of many people count for more than others.
 * Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), 3.8; Hesterberg, What Teachers Should Know
 * about the Bootstrap (2015), on narrowness bias and expanded percentiles; Kish, Survey Sampling (1965), 8.2 and 11.7.
 * Assumes: units that do not move each other. Their people may move together.
 * @param random - in [0, 1); the same sequence gives the same interval
 */
export function differenceOf(
  shown: readonly Unit[],
  held: readonly Unit[],
  random: () => number,
  resamples: number = RESAMPLES,
): Difference | null {
  if (!isEnough(shown, held)) return null
  return { difference: ratio(shown) - ratio(held), interval: intervalOf(shown, held, random, resamples) }
}

/**
 * The difference of two shares (0.05 is five points), `total` being how many of the people reached the goal; null below 50
 * units on a side.
 *
 * Formula: as at `differenceOf`, each arm with z²/4 of a unit more that reached it and as much that did not. Such a unit has as
 * many people as count for one: the design effect Σ(y − pn)² / Σp(1 − p)n, at least 1, which few who reached it make too small,
 * and Σn² / Σn, what it is of accounts of one mind, by their geometric mean; the latter where nobody or everybody reached it.
 * Without them a rare goal that none of few units reached would have no spread at all.
 * Source: Agresti and Caffo, The American Statistician 54 (2000); Korn and Graubard, Survey Methodology 24 (1998).
 */
export function liftOf(
  shown: readonly Unit[],
  held: readonly Unit[],
  random: () => number,
  resamples: number = RESAMPLES,
): Difference | null {
  if (!isEnough(shown, held)) return null
  const people = (Z ** 2 / 4) * designEffect([shown, held])
  const more = [
    { people, total: people },
    { people, total: 0 },
  ]
  const [low, high] = intervalOf([...shown, ...more], [...held, ...more], random, resamples)
  return { difference: ratio(shown) - ratio(held), interval: [Math.max(low, -1), Math.min(high, 1)] }
}

/** What a lift says of its nudge. */
export function verdictOf(lift: Difference | null): LiftVerdict {
  if (lift === null) return 'not_enough_data'
  const [low, high] = lift.interval
  if (low > 0) return 'better'
  if (high < 0) return 'worse'
  return low >= -NO_EFFECT && high <= NO_EFFECT ? 'no_effect' : 'unclear'
}

const isEnough = (...arms: (readonly Unit[])[]): boolean => arms.every(({ length }) => length >= ENOUGH_UNITS)

function designEffect(arms: readonly (readonly Unit[])[]): number {
  let [apart, together] = [0, 0]
  for (const units of arms) {
    const share = ratio(units)
    apart += share * (1 - share) * peopleOf(units)
    together += sum(units, ({ people, total }) => (total - share * people) ** 2)
  }
  const ofOneMind = sum(arms, squaresOf) / sum(arms, peopleOf)
  return apart === 0 ? ofOneMind : Math.sqrt(Math.max(together / apart, 1) * ofOneMind)
}

function intervalOf(shown: readonly Unit[], held: readonly Unit[], random: () => number, resamples: number): Interval {
  const [ofShown, ofHeld] = [bootstrap(shown, random, resamples), bootstrap(held, random, resamples)]
  const differences = ofShown.map((one, i) => one - ofHeld[i]!).toSorted()
  const middle = ratio(shown) - ratio(held)
  const df = Math.max(1, Math.min(effectiveUnits(shown), effectiveUnits(held)) - 1)
  const stretch = (t95(df) / Z) * Math.sqrt(1 + 1 / df)
  const stretched = (share: number): number => middle + (quantile(differences, share) - middle) * stretch
  return [stretched(0.05), stretched(0.95)]
}

const effectiveUnits = (units: readonly Unit[]): number => peopleOf(units) ** 2 / squaresOf(units)

/** Student's t, of which 90 % lie between −t and t. Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5. */
const t95 = (df: number): number => Z + (Z ** 3 + Z) / (4 * df) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * df ** 2)

/** The means of so many resamples of the units. */
function bootstrap(units: readonly Unit[], random: () => number, resamples: number): Float64Array {
  const { people, totals } = partsOf(units, random)
  const count = people.length
  return Float64Array.from({ length: resamples }, () => {
    let [n, y] = [0, 0]
    for (let i = 0; i < count; i++) {
      const drawn = Math.floor(random() * count)
      n += people[drawn]!
      y += totals[drawn]!
    }
    return y / n
  })
}

/**
 * The units, or of very many as many random groups, whose sums vary as much.
 * Source: Wolter, Introduction to Variance Estimation (2007), 2.2.
 */
function partsOf(units: readonly Unit[], random: () => number): { people: Float64Array; totals: Float64Array } {
  const count = Math.min(units.length, MOST_PARTS)
  const [people, totals] = [new Float64Array(count), new Float64Array(count)]
  for (const [i, unit] of units.entries()) {
    const part = units.length <= MOST_PARTS ? i : Math.floor(random() * count)
    people[part]! += unit.people
    totals[part]! += unit.total
  }
  return { people, totals }
}

/** Of ascending numbers, between neighbours in proportion. */
function quantile(ascending: Float64Array, share: number): number {
  const place = (ascending.length - 1) * share
  const [below, above] = [ascending[Math.floor(place)]!, ascending[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}
