import type { Model, Signal } from '../../model/types.ts'
import type { Group } from '../group.ts'
import { MAX_AMOUNT } from '../fold.ts'
import type { Member } from '../member.ts'
import type { Day } from '../history.ts'
import { amountOn, countUpTo, newestUpTo, seriesBy, seriesOf, type Series } from '../series.ts'
import { traitHolds } from '../traits.ts'

/** How much of a signal there was on each day, newest first. */
export type Amounts = readonly (readonly [day: Day, amount: number])[]

/** An event that has not happened: by whom, and of which action, today. */
export interface OneMore {
  readonly action: string
  readonly member: number
}
/** Reads a signal of a group on its day, as if one more event had happened where that is told. */
export type ReadSignal = (group: Group, oneMore?: OneMore) => Amounts

/** The sum by day of what the members did, each day's amount of each up to the cap. */
function capped(members: readonly Series[], cap: number): ReadSignal {
  return ({ decays, today }, oneMore) => {
    const sums = new Map<Day, number>()
    const addTo = (day: Day, amount: number): void => void sums.set(day, (sums.get(day) ?? 0) + amount)
    for (const [member, series] of members.entries()) {
      if (!decays[member]) continue
      for (let i = countUpTo(series.days, today) - 1; i >= 0; i--)
        addTo(series.days[i] ?? 0, Math.min(series.amounts[i] ?? 0, cap))
    }
    if (oneMore) {
      const series = members[oneMore.member]
      const before = series ? amountOn(series, today) : 0
      addTo(today, Math.min(before + 1, cap) - Math.min(before, cap))
    }
    return [...sums].toSorted(([a], [b]) => b - a)
  }
}

function readAmounts(model: Model, action: string, of: 'counts' | 'volumes', members: readonly Member[]): ReadSignal {
  const { dailyCap = Infinity, volume = null } = model.actions.get(action) ?? {}
  // A cap is in units of the action's amount: events that have a volume are not capped by it.
  const cap = Math.min(of === 'counts' && volume !== null ? Infinity : dailyCap, MAX_AMOUNT)
  const read = capped(
    members.map(({ cells }) => seriesOf(cells, (cell) => cell.action === action, of)),
    cap,
  )
  return (group, oneMore) => read(group, oneMore?.action === action ? oneMore : undefined)
}

function readFeatures(model: Model, listed: readonly string[] | true, members: readonly Member[]): ReadSignal {
  const counts = (feature: string | null): boolean => feature !== null && (listed === true || listed.includes(feature))
  const used = members.map(({ cells }) =>
    seriesBy(
      cells,
      ({ action, feature }) => (model.valueActions.has(action) && counts(feature) ? feature : null),
      'once',
    ),
  )
  return ({ decays, today }, oneMore) => {
    const newest = new Map<string, Day>()
    for (const [member, features] of used.entries()) {
      if (!decays[member]) continue
      for (const [feature, { days }] of features) {
        const day = newestUpTo(days, today)
        if (day !== null) newest.set(feature, Math.max(day, newest.get(feature) ?? -Infinity))
      }
    }
    const feature = oneMore && model.actions.get(oneMore.action)?.feature
    if (typeof feature === 'string' && counts(feature)) newest.set(feature, today)
    return [...newest.values()].toSorted((a, b) => b - a).map((day) => [day, 1])
  }
}

function readQuiet(quietDays: number, firstSeen: Day, members: readonly Member[]): ReadSignal {
  const active = members.map(({ cells }) => seriesOf(cells, () => true, 'once'))
  return ({ decays, today }, oneMore) => {
    let last = oneMore ? today : firstSeen
    for (const [member, series] of active.entries())
      if (decays[member]) last = Math.max(last, newestUpTo(series.days, today) ?? firstSeen)
    return today - last >= quietDays ? [[today, 1]] : []
  }
}

/** Makes what reads a signal from members' histories; an account's signals are those of its members together. */
export function readSignal(model: Model, signal: Signal, firstSeen: Day, members: readonly Member[]): ReadSignal {
  if ('count' in signal) return readAmounts(model, signal.count, 'counts', members)
  if ('sum' in signal) return readAmounts(model, signal.of, 'volumes', members)
  if ('features' in signal) return readFeatures(model, signal.features, members)
  if ('quietDays' in signal) return readQuiet(signal.quietDays, firstSeen, members)
  return ({ traits, today }) => (traitHolds(signal, traits) ? [[today, 1]] : [])
}

/** What a signal is called in an explanation. */
export function nameOf(signal: Signal): string {
  if ('count' in signal) return signal.count
  if ('sum' in signal) return signal.sum
  if ('features' in signal) return 'features'
  if ('quietDays' in signal) return 'quiet'
  return signal.trait
}
