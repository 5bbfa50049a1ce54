import type { ActionRow, Day, Interaction, PersonHistory } from './history.ts'

/** What somebody did of one action with one feature, or with one counterpart, by distinct ascending days. */
export interface Cell {
  readonly action: string
  readonly feature: string | null
  readonly days: readonly Day[]
  readonly counts: readonly number[]
  readonly volumes: readonly number[]
}

interface Growing {
  readonly action: string
  readonly feature: string | null
  days: Day[]
  counts: number[]
  volumes: number[]
  isAscending: boolean
}

/** A history with its rows, and its interactions by counterpart, put together. */
export interface Member extends PersonHistory {
  readonly cells: readonly Cell[]
  readonly meetings: readonly Cell[]
}

function addTo(cell: Growing, day: Day, count: number, volume: number): void {
  const { days, counts, volumes } = cell
  const last = days.length - 1
  const lastDay = days[last]
  if (lastDay === day) {
    counts[last] = (counts[last] ?? 0) + count
    volumes[last] = (volumes[last] ?? 0) + volume
    return
  }
  if (lastDay !== undefined && lastDay > day) cell.isAscending = false
  days.push(day)
  counts.push(count)
  volumes.push(volume)
}

function sorted(cell: Growing): Cell {
  if (cell.isAscending) return cell
  const order = [...cell.days.keys()].toSorted((a, b) => (cell.days[a] ?? 0) - (cell.days[b] ?? 0))
  const ascending: Growing = { ...cell, days: [], counts: [], volumes: [] }
  for (const i of order) addTo(ascending, cell.days[i] ?? 0, cell.counts[i] ?? 0, cell.volumes[i] ?? 0)
  return ascending
}

/** Puts rows together by action and feature. Rows that come by these and by day, as a store gives them, need no sorting. */
function cellsOf(rows: readonly ActionRow[]): Cell[] {
  const byAction = new Map<string, Map<string | null, Growing>>()
  let cell: Growing | undefined
  for (const { action, feature, day, count, volume } of rows) {
    if (!cell || cell.action !== action || cell.feature !== feature) {
      const byFeature = byAction.get(action) ?? new Map<string | null, Growing>()
      byAction.set(action, byFeature)
      cell = byFeature.get(feature) ?? { action, feature, days: [], counts: [], volumes: [], isAscending: true }
      byFeature.set(feature, cell)
    }
    addTo(cell, day, count, volume)
  }
  return [...byAction.values()].flatMap((byFeature) => [...byFeature.values()].map(sorted))
}

const toRow = ({ action, counterpart, day }: Interaction): ActionRow => ({
  action,
  feature: counterpart,
  day,
  count: 1,
  volume: 1,
})

/** Puts a history together. */
export function toMember(history: PersonHistory): Member {
  return { ...history, cells: cellsOf(history.rows), meetings: cellsOf(history.interactions.map(toRow)) }
}
