import type { Dimension, Model } from '../model/types.ts'
import type { Amount } from './amounts/amount.ts'
import { counterpartsAmount } from './amounts/counterparts.ts'
import { daysAmount } from './amounts/days.ts'
import { featuresAmount } from './amounts/features.ts'
import { perSeat } from './amounts/per-seat.ts'
import { traitAmount } from './amounts/trait.ts'
import { valueAmount } from './amounts/value.ts'
import type { Group, Member } from './group.ts'

function amountOf(model: Model, dimension: Dimension, group: Group): Amount {
  if (dimension.amount === 'trait') return traitAmount(dimension, group.traits)
  if (dimension.amount === 'features') return featuresAmount(model, dimension, group)
  const amountOfMember = ({ history, decay }: Member): Amount => {
    if (dimension.amount === 'days') return daysAmount(dimension, history, decay)
    if (dimension.amount === 'value') return valueAmount(model, dimension, history, decay)
    return counterpartsAmount(model, dimension, history, decay)
  }
  return perSeat(group.members.map(amountOfMember), dimension.accountShare, group)
}

/** What a group reaches of each of the model's dimensions, by name. */
export function measure(model: Model, group: Group): ReadonlyMap<string, Amount> {
  return new Map([...model.dimensions].map(([name, dimension]) => [name, amountOf(model, dimension, group)]))
}
