import { shown, type Fault, type Path } from '../fault.ts'
import { entries, get, isRecord, list } from '../get.ts'
import { badName, fault, takenName, unknownNames } from './names.ts'
import { traitTestFaults } from './trait-test.ts'

/** Dimensions whose names are not theirs to take, or that count actions that are none. */
export function* dimensionFaults(dimensions: unknown, actions: readonly string[], path: Path): Generator<Fault> {
  for (const [name, dimension] of entries(dimensions)) {
    const at = [...path, name]
    yield* badName(name, at)
    yield* takenName(name, 'Give the dimension another name.', at)
    yield* unknownNames(get(dimension, 'actions'), actions, 'action', [...at, 'actions'])
  }
}

function* whenFaults(when: unknown, path: Path): Generator<Fault> {
  const trait = get(when, 'trait')
  const daysKnown = get(when, 'daysKnown')
  if (entries(when).length === 0)
    yield fault(path, 'holds for everybody', 'Say whom it is for, such as { "trait": { "plan": "enterprise" } }.')
  for (const [name] of entries(trait)) yield* badName(name, [...path, 'trait', name])
  const [least, most] = [get(daysKnown, 'atLeast'), get(daysKnown, 'atMost')]
  if (isRecord(daysKnown) && least === undefined && most === undefined)
    yield fault([...path, 'daysKnown'], 'has no end', 'Write "atLeast", "atMost" or both.')
  if (typeof least === 'number' && typeof most === 'number' && least > most)
    yield fault([...path, 'daysKnown'], `nobody is known for ${least} to ${most} days`, 'Swap the two.')
}

/** Profiles that share a name or that are for nobody in particular, and what is wrong with their dimensions. */
export function* profileFaults(profiles: unknown, actions: readonly string[], path: Path): Generator<Fault> {
  const names = list(profiles).map((profile) => get(profile, 'name'))
  for (const [i, profile] of list(profiles).entries()) {
    const name = names[i]
    const at = [...path, i]
    if (typeof name === 'string' && name !== '') {
      yield* badName(name, [...at, 'name'])
      if (names.indexOf(name) < i)
        yield fault([...at, 'name'], `another profile is called ${shown(name)}`, 'Give each profile a name of its own.')
    }
    if (isRecord(get(profile, 'when'))) yield* whenFaults(get(profile, 'when'), [...at, 'when'])
    yield* dimensionFaults(get(profile, 'dimensions'), actions, [...at, 'dimensions'])
  }
}

/** Multipliers that test nothing, or more than one thing. */
export function* multiplierFaults(multipliers: unknown, path: Path): Generator<Fault> {
  for (const [i, multiplier] of list(multipliers).entries())
    if (isRecord(multiplier)) yield* traitTestFaults(multiplier, [...path, i])
}
