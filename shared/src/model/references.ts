import { DEFAULT_BANDS } from './defaults.ts'
import type { Fault, Path } from './fault.ts'
import { entries, get } from './get.ts'
import { actionFaults } from './references/actions.ts'
import { askableOf } from './references/conditions.ts'
import { dimensionFaults, multiplierFaults, profileFaults } from './references/dimensions.ts'
import { lineFaults } from './references/lines.ts'
import { unknownNames } from './references/names.ts'
import { nudgesFaults, webhooksFaults } from './references/nudges.ts'

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

/** The same for a whole configuration: its model's, those of its nudges, and of where they are sent to. */
export function* configFaults(config: unknown): Generator<Fault> {
  const model = get(config, 'model')
  yield* modelFaults(model, ['model'])
  const bands = DEFAULT_BANDS.map(({ name }) => name)
  yield* nudgesFaults(config, askableOf(model, bands))
  yield* webhooksFaults(get(config, 'webhooks'))
}
