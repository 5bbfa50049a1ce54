import type { ActionRow, Cell, Day, Interaction } from './history.ts'

interface Growing {
  readonly action: string
  readonly feature: string | null
  days: Day[]
  counts: number[]
  volumes: number[]
  isAscending: boolean
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

/** Puts rows together by action and feature. Rows that come by these and by day need no sorting. */
export function cellsOf(rows: readonly ActionRow[]): Cell[] {
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
/** Interactions as cells of an action with a counterpart. */
export const meetingsOf = (interactions: readonly Interaction[]): Cell[] => cellsOf(interactions.map(toRow))

/** Where clocks go back over midnight, an instant can lie a day before an earlier one: what is of a later day is of the last. */
export function cellsUpTo(today: Day, cells: readonly Cell[]): readonly Cell[] {
  if (!cells.some(({ days }) => (days.at(-1) ?? today) > today)) return cells
  const rows = cells.flatMap(({ action, feature, days, counts, volumes }) =>
    days.map((day, i) => ({
      action,
      feature,
      day: Math.min(day, today),
      count: counts[i] ?? 0,
      volume: volumes[i] ?? 0,
    })),
  )
  return cellsOf(rows)
}
