import { toPath } from '../../model/fault.ts'
import type { Action, Dimension, Model, PointsLine } from '../../model/types.ts'
import { pathOfDimensions, type Warning } from './warning.ts'

/** Five to seven are a good start: beyond ten nobody can say any more what moved a score. */
const MOST_SIGNALS = 10

/** Whether events of an action can raise a dimension at all. */
function counts(dimension: Dimension, name: string, action: Action): boolean {
  if (dimension.amount === 'trait' || !dimension.actions.has(name)) return false
  if (dimension.amount === 'value') return action.value > 0 && action.dailyCap > 0
  if (dimension.amount === 'features') return action.feature !== null
  return dimension.amount === 'days' || action.counterparts !== null
}

/** Whether events of an action can move a line at all. */
function moves({ signal, points }: PointsLine, name: string, { feature, passive }: Action): boolean {
  if (points === 0) return false
  if ('count' in signal) return signal.count === name
  if ('sum' in signal) return signal.of === name
  if (!('features' in signal) || feature === null || passive) return false
  return signal.features === true || typeof feature !== 'string' || signal.features.includes(feature)
}

const dimensionsOf = (model: Model): Dimension[] => model.profiles.flatMap(({ dimensions }) => [...dimensions.values()])

/** Whether events of an action can move anybody's score. */
function scores(model: Model, name: string, action: Action): boolean {
  if (model.points) return model.points.lines.some((line) => moves(line, name, action))
  return dimensionsOf(model).some((dimension) => counts(dimension, name, action))
}

function signalsOf(model: Model): number {
  if (model.points) return model.points.lines.length
  const traits = dimensionsOf(model).flatMap((dimension) => (dimension.amount === 'trait' ? [dimension.trait] : []))
  return [...model.actions].filter(([name, action]) => scores(model, name, action)).length + new Set(traits).size
}

/** A score of more signals than anybody can keep in mind. */
export function* tooMany(model: Model): Generator<Warning> {
  const signals = signalsOf(model)
  if (signals <= MOST_SIGNALS) return
  const message = `${signals} signals make the score`
  const hint = 'Keep the five to seven that tell best who gets value; the others can be passive, and still be seen.'
  yield { path: model.points ? 'lines' : 'actions', message, hint }
}

/** Where events of an action score: lines that give points for them, or dimensions that count them. */
function placesOf(model: Model, name: string, action: Action): string[] {
  if (model.points)
    return model.points.lines.flatMap((line, i) =>
      line.points > 0 && moves(line, name, action) ? [toPath(['lines', i])] : [],
    )
  return model.profiles.flatMap((profile) =>
    [...profile.dimensions].flatMap(([dimension, counting]) =>
      counts(counting, name, action) ? [toPath([...pathOfDimensions(model, profile), dimension])] : [],
    ),
  )
}

/** Actions that show presence, and score nevertheless. */
export function* passiveThatScore(model: Model): Generator<Warning> {
  for (const [name, action] of model.actions) {
    const places = action.passive ? placesOf(model, name, action) : []
    if (places.length === 0) continue
    const message = `${name} is passive and scores, by ${places.join(', ')}`
    const hint = 'Count what it leads to instead, or keep its share small: whoever only shows up scores by it.'
    yield { path: toPath(['actions', name]), message, hint }
  }
}

/** Actions that are meant to be of value, and move no score whatever is done with them. */
export function* withoutValue(model: Model): Generator<Warning> {
  for (const [name, action] of model.actions) {
    if (action.passive || scores(model, name, action)) continue
    const hint = model.points
      ? 'Give points for it, or call it passive.'
      : 'Let a dimension count it by what it has (days, value, feature, counterparts), or call it passive.'
    yield { path: toPath(['actions', name]), message: `${name} raises no score`, hint }
  }
}
