import { shown, type Fault, type Path } from './fault.ts'
import { isPointsForm } from './form.ts'
import { entries, get, list } from './get.ts'
import { actionFaults } from './references/actions.ts'
import { dimensionFaults, multiplierFaults, profileFaults } from './references/dimensions.ts'
import { lineFaults } from './references/lines.ts'
import { fault, unknownName, unknownNames } from './references/names.ts'

// These look at the input as it came, so that a name that leads nowhere is told along with everything else that is wrong.

/** Names of a model that are no names, or that lead nowhere, and parts of it that contradict each other. */
export function* modelFaults(model: unknown, path: Path): Generator<Fault> {
  const actions = new Map(entries(get(model, 'actions')))
  const known = [...actions.keys()]
  yield* actionFaults(get(model, 'actions'), [...path, 'actions'])
  yield* dimensionFaults(get(model, 'dimensions'), known, [...path, 'dimensions'])
  yield* profileFaults(get(model, 'profiles'), known, [...path, 'profiles'])
  yield* multiplierFaults(get(model, 'multipliers'), [...path, 'multipliers'])
  yield* lineFaults(get(model, 'lines'), actions, [...path, 'lines'])
  const activation = get(get(model, 'activation'), 'actions')
  yield* unknownNames(activation, known, 'action', [...path, 'activation', 'actions'])
}

function dimensionsOf(model: unknown): string[] {
  const all = [model, ...list(get(model, 'profiles'))].flatMap((profile) => entries(get(profile, 'dimensions')))
  return [...new Set(all.map(([name]) => name))]
}

/** What a nudge waits for must be able to happen. */
function* weakestFaults(weakest: unknown, model: unknown, path: Path): Generator<Fault> {
  if (typeof weakest === 'string' && isPointsForm(model))
    yield fault(path, 'a model of points has no dimensions', 'Leave the nudge out: it could never show.')
  else yield* unknownName(weakest, dimensionsOf(model), 'dimension', path)
}

/** The same for a whole configuration: its model's, and nudges that lead nowhere or share an id. */
export function* configFaults(config: unknown): Generator<Fault> {
  const model = get(config, 'model')
  yield* modelFaults(model, ['model'])
  const actions = entries(get(model, 'actions')).map(([name]) => name)
  const ids = new Set<unknown>()
  for (const [i, nudge] of list(get(config, 'nudges')).entries()) {
    const id = get(nudge, 'id')
    if (typeof id === 'string' && ids.has(id))
      yield fault(['nudges', i, 'id'], `another nudge is called ${shown(id)}`, 'Give each nudge an id of its own.')
    ids.add(id)
    yield* weakestFaults(get(get(nudge, 'when'), 'weakest'), model, ['nudges', i, 'when', 'weakest'])
    yield* unknownName(get(get(nudge, 'goal'), 'action'), actions, 'action', ['nudges', i, 'goal', 'action'])
  }
}
