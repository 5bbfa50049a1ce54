import type { Model, Signal } from '../../model/types.ts'
import type { Member } from '../member.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { Group } from '../group.ts'
import type { Day } from '../history.ts'
import { amountOn, newestUpTo, seriesBy, seriesOf, together } from '../series.ts'
import { traitHolds } from '../traits.ts'

/** How much of a signal there was by day, ascending, of days after today too; and how much more there is today. */
export interface Amounts {
  readonly days: readonly Day[]
  readonly amounts: readonly number[]
  readonly more: number
}

/** An event that has not happened: by whom, and of which action, today. */
export interface OneMore {
  readonly action: string
  readonly member: number
}
/** Reads a signal of a group on its day, as if one more event had happened where that is told. */
export type ReadSignal = (group: Group, oneMore?: OneMore) => Amounts

const NOTHING: Amounts = { days: [], amounts: [], more: 0 }
const onceOn = (days: readonly Day[]): Amounts => ({ days, amounts: days.map(() => 1), more: 0 })

function readAmounts(model: Model, action: string, of: 'counts' | 'volumes', members: readonly Member[]): ReadSignal {
  const { dailyCap = Infinity, volume = null } = model.actions.get(action) ?? {}
  // A cap is in units of the action's amount: events that have a volume are not capped by it.
  const cap = Math.min(of === 'counts' && volume !== null ? Infinity : dailyCap, MAX_AMOUNT)
  const own = members.map(({ cells }) => {
    const { days, amounts } = seriesOf(cells, (cell) => cell.action === action, of)
    return { days, amounts: amounts.map((amount) => Math.min(amount, cap)) }
  })
  const all = together(own, of)
  return ({ today }, oneMore) => {
    const by = oneMore?.action === action ? own[oneMore.member] : undefined
    const before = by ? amountOn(by, today) : 0
    return { ...all, more: by ? Math.min(before + 1, cap) - before : 0 }
  }
}

function readFeatures(model: Model, listed: readonly string[] | true, members: readonly Member[]): ReadSignal {
  const counts = (feature: string | null): boolean => feature !== null && (listed === true || listed.includes(feature))
  const used = seriesBy(
    members.flatMap(({ cells }) => cells),
    ({ action, feature }) => (model.valueActions.has(action) && counts(feature) ? feature : null),
    'once',
  )
  return ({ today }, oneMore) => {
    const feature = oneMore && model.actions.get(oneMore.action)?.feature
    const more = typeof feature === 'string' && counts(feature) ? feature : null
    const newest = more === null ? [] : [today]
    for (const [name, { days }] of used) {
      const day = name === more ? null : newestUpTo(days, today)
      if (day !== null) newest.push(day)
    }
    return onceOn(newest.toSorted((a, b) => a - b))
  }
}

function readQuiet(quietDays: number, firstSeen: Day, members: readonly Member[]): ReadSignal {
  const active = seriesOf(
    members.flatMap(({ cells }) => cells),
    () => true,
    'once',
  )
  return ({ today }, oneMore) => {
    const last = oneMore ? today : (newestUpTo(active.days, today) ?? firstSeen)
    return today - last >= quietDays ? onceOn([today]) : NOTHING
  }
}

/** Makes what reads a signal from members' histories; an account's signals are those of its members together. */
export function readSignal(model: Model, signal: Signal, firstSeen: Day, members: readonly Member[]): ReadSignal {
  if ('count' in signal) return readAmounts(model, signal.count, 'counts', members)
  if ('sum' in signal) return readAmounts(model, signal.of, 'volumes', members)
  if ('features' in signal) return readFeatures(model, signal.features, members)
  if ('quietDays' in signal) return readQuiet(signal.quietDays, firstSeen, members)
  return ({ traits, today }) => (traitHolds(signal, traits) ? onceOn([today]) : NOTHING)
}

/** What a signal is called in an explanation. */
export function nameOf(signal: Signal): string {
  if ('count' in signal) return signal.count
  if ('sum' in signal) return signal.sum
  if ('features' in signal) return 'features'
  if ('quietDays' in signal) return 'quiet'
  return signal.trait
}
