import { shown, type Fault, type Path } from '../fault.ts'
import { entries, get, isRecord, list } from '../get.ts'
import { has, type Kinds, kindFaults } from './kinds.ts'
import { fault, takenName, unknownName, unknownNames } from './names.ts'
import { traitTestFaults } from './trait-test.ts'

type Actions = ReadonlyMap<string, unknown>

const SIGNALS: Kinds = {
  what: 'signal',
  none: 'says nothing to give points for',
  keys: ['count', 'features', 'sum', 'trait', 'quietDays'],
  parts: { of: ['sum'], is: ['trait'], atLeast: ['trait'], below: ['trait'] },
}

function* featureFaults(features: unknown, actions: Actions, path: Path): Generator<Fault> {
  const named = [...actions.values()].map((action) => get(action, 'feature')).filter((feature) => feature !== undefined)
  // What a property will hold, nobody knows.
  if (named.some((feature) => typeof feature !== 'string')) return
  if (named.length === 0) yield fault(path, 'no action has a feature', 'Write "feature" on the actions that use one.')
  else yield* unknownNames(features, [...new Set(named.map(String))], 'feature', path)
}

function* sumFaults(signal: unknown, actions: Actions, path: Path): Generator<Fault> {
  const [sum, of] = [get(signal, 'sum'), get(signal, 'of')]
  if (of === undefined) yield fault([...path, 'of'], 'is missing', 'Name the action whose property is summed.')
  yield* unknownName(of, [...actions.keys()], 'action', [...path, 'of'])
  if (typeof sum !== 'string' || typeof of !== 'string' || !actions.has(of)) return
  const volume = get(actions.get(of), 'volume')
  if (volume === sum) return
  const hint = `Only the property that an action calls its volume is kept: write "volume": ${JSON.stringify(sum)} on ${of}.`
  yield fault([...path, 'sum'], `${shown(sum)} is not the volume of ${of}`, hint)
}

function* signalFaults(signal: unknown, actions: Actions, path: Path): Generator<Fault> {
  yield* kindFaults(signal, SIGNALS, path)
  yield* unknownName(get(signal, 'count'), [...actions.keys()], 'action', [...path, 'count'])
  if (has(signal, 'features')) yield* featureFaults(get(signal, 'features'), actions, [...path, 'features'])
  if (has(signal, 'sum')) yield* sumFaults(signal, actions, path)
  if (has(signal, 'trait')) yield* traitTestFaults(signal, path)
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1)
const said = (value: unknown): string =>
  isRecord(value)
    ? list(value)
        .filter((item) => typeof item === 'string')
        .toSorted(byText)
        .join(' ')
    : String(value)

/** A line as text that is the same for what says the same: no order carries a meaning. */
function sayingOf(line: unknown): string {
  const signal = entries(get(line, 'signal'))
    .map(([key, value]) => `${key} ${said(value)}`)
    .toSorted(byText)
  return JSON.stringify([
    signal,
    said(get(line, 'per') ?? 1),
    ...['points', 'max', 'group'].map((key) => said(get(line, key))),
  ])
}

/** A line is told under its group's name, else under what its signal counts. */
function* toldNameFaults(line: unknown, path: Path): Generator<Fault> {
  const group = get(line, 'group')
  yield* takenName(group, 'Give the group another name.', [...path, 'group'])
  for (const key of group === undefined ? ['count', 'sum', 'trait'] : []) {
    const hint = 'Give the line a "group", by which it is told.'
    yield* takenName(get(get(line, 'signal'), key), hint, [...path, 'signal', key])
  }
}

/** Signals that say too little, too much or what leads nowhere, and lines that say the same. */
export function* lineFaults(lines: unknown, actions: Actions, path: Path): Generator<Fault> {
  const sayings = list(lines).map(sayingOf)
  for (const [i, line] of list(lines).entries()) {
    const signal = get(line, 'signal')
    const at = [...path, i]
    const twin = sayings.indexOf(sayings[i] ?? '')
    if (twin < i && isRecord(line)) yield fault(at, `says the same as lines[${twin}]`, 'Leave one of the two out.')
    if (isRecord(signal)) yield* signalFaults(signal, actions, [...at, 'signal'])
    yield* toldNameFaults(line, at)
    const per = get(line, 'per')
    if ((has(signal, 'trait') || has(signal, 'quietDays')) && per !== undefined && per !== 1)
      yield fault([...at, 'per'], 'the signal holds or does not: there is nothing to count', 'Leave it out.')
  }
}
