import type { Fault, Path } from '../fault.ts'
import { isPointsForm } from '../form.ts'
import { entries, get, isRecord, list } from '../get.ts'
import { MOST_LEVELS } from '../schema/condition.ts'
import { type Kinds, has, kindFaults } from './kinds.ts'
import { fault, unknownName, unknownNames } from './names.ts'
import { CHANGE, COUNT, DAYS_KNOWN, POINTS, rangeFaults, type Scale } from './ranges.ts'
import { traitTestFaults } from './trait-test.ts'

const MOST_TESTS = 100

const GROUPS = ['all', 'any', 'not']
const RANGES: Readonly<Record<string, Scale>> = {
  score: POINTS,
  change: CHANGE,
  daysKnown: DAYS_KNOWN,
  activeDays: COUNT,
}
const OF_DIMENSIONS = ['subscore', 'weakest']
const OF_BANDS = ['band', 'entered', 'left']
const TESTS = [...Object.keys(RANGES), ...OF_DIMENSIONS, ...OF_BANDS, 'trend', 'activation', 'trait', 'count']
const CONDITIONS: Kinds = {
  what: 'condition',
  none: 'asks nothing',
  keys: [...GROUPS, ...TESTS],
  parts: {
    above: ['subscore', 'count'],
    atLeast: ['subscore', 'count', 'trait'],
    below: ['subscore', 'count', 'trait'],
    is: ['trait'],
    inDays: ['count', 'entered', 'left'],
    of: TESTS,
  },
}

/** What conditions can ask of a model. */
export interface Askable {
  readonly actions: readonly string[]
  readonly dimensions: readonly string[]
  readonly bands: readonly string[]
  /** Empty where the model has none. */
  readonly activation: readonly string[]
  readonly isPoints: boolean
}

/** By a model as it came. */
export function askableOf(model: unknown, defaultBands: readonly string[]): Askable {
  const profiles = [model, ...list(get(model, 'profiles'))]
  const bands = list(get(model, 'bands')).map((band) => get(band, 'name'))
  const texts = (values: readonly unknown[]): string[] => values.filter((value) => typeof value === 'string')
  return {
    actions: entries(get(model, 'actions')).map(([name]) => name),
    dimensions: [...new Set(profiles.flatMap((one) => entries(get(one, 'dimensions')).map(([name]) => name)))],
    bands: has(model, 'bands') ? texts(bands) : defaultBands,
    activation: texts(list(get(get(model, 'activation'), 'actions'))),
    isPoints: isPointsForm(model),
  }
}

function* dimensionFaults(name: unknown, { dimensions, isPoints }: Askable, path: Path): Generator<Fault> {
  if (isPoints) yield fault(path, 'a model of points has no dimensions', 'Ask for the score instead.')
  else yield* unknownName(name, dimensions, 'dimension', path)
}

function* bandFaults(kind: string, wanted: unknown, { bands }: Askable, path: Path): Generator<Fault> {
  yield* unknownName(wanted, bands, 'band', path)
  yield* unknownNames(wanted, bands, 'band', path)
  // Whoever has a score is in one of them, before and after.
  if (kind !== 'band' && bands.length > 0 && bands.every((band) => wanted === band || list(wanted).includes(band)))
    yield fault(path, 'these are all bands: nobody comes from another', 'Leave some out.')
}

function* activationFaults(activation: unknown, { activation: steps }: Askable, path: Path): Generator<Fault> {
  const hint = 'Write "activation": { "actions": [ … ] } in the model, or leave the condition out.'
  if (steps.length === 0) yield fault(path, 'the model has no activation', hint)
  else yield* unknownName(get(activation, 'next'), steps, 'step of the activation', [...path, 'next'])
}

function* testFaults(test: unknown, askable: Askable, path: Path): Generator<Fault> {
  for (const [kind, scale] of Object.entries(RANGES))
    if (isRecord(get(test, kind))) yield* rangeFaults(get(test, kind), scale, [...path, kind])
  if (has(test, 'subscore')) yield* rangeFaults(test, POINTS, path)
  if (has(test, 'count')) {
    yield* unknownName(get(test, 'count'), askable.actions, 'action', [...path, 'count'])
    yield* rangeFaults(test, COUNT, path)
  }
  for (const kind of OF_DIMENSIONS)
    if (has(test, kind)) yield* dimensionFaults(get(test, kind), askable, [...path, kind])
  for (const kind of OF_BANDS) if (has(test, kind)) yield* bandFaults(kind, get(test, kind), askable, [...path, kind])
  if (get(test, 'trend') === 'declining' && askable.isPoints) {
    const hint = 'Ask for "change": { "below": -10 } instead.'
    yield fault([...path, 'trend'], 'a model of points has no intervals, so that nobody is declining', hint)
  }
  if (has(test, 'activation')) yield* activationFaults(get(test, 'activation'), askable, [...path, 'activation'])
  if (has(test, 'trait')) yield* traitTestFaults(test, path)
}

const partsOf = (condition: unknown): [unknown, Path][] => [
  ...['all', 'any'].flatMap((key) => list(get(condition, key)).map((part, i): [unknown, Path] => [part, [key, i]])),
  ...(has(condition, 'not') ? [[get(condition, 'not'), ['not']] satisfies [unknown, Path]] : []),
]

/** Each condition with its place, parts after what they are part of, down to where the schema refuses more. */
function* within(condition: unknown, path: Path, levels = MOST_LEVELS): Generator<[unknown, Path]> {
  yield [condition, path]
  if (levels > 1) for (const [part, place] of partsOf(condition)) yield* within(part, [...path, ...place], levels - 1)
}

/**
 * Conditions that ask nothing or several things at once, that ask for what the model does not have, or for what can never be.
 * @param about - whom the rule is about
 */
export function* conditionFaults(condition: unknown, askable: Askable, about: unknown, path: Path): Generator<Fault> {
  let tests = 0
  for (const [part, place] of within(condition, path)) {
    if (!isRecord(part) || Array.isArray(part)) continue
    if (TESTS.some((kind) => has(part, kind))) tests += 1
    // Of a thousand faults nobody reads the last.
    if (tests > MOST_TESTS) break
    yield* kindFaults(part, CONDITIONS, place)
    yield* testFaults(part, askable, place)
    if (about === 'account' && get(part, 'of') === 'account')
      yield fault([...place, 'of'], 'the rule is about accounts already', 'Leave it out.')
  }
  if (tests > MOST_TESTS)
    yield fault(path, `asks more than ${MOST_TESTS} things`, 'Ask fewer, or make several rules of it.')
}
