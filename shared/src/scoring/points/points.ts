import type { Model, Points, PointsLine } from '../../model/types.ts'
import type { Contribution } from '../../wire/score.ts'
import type { Member } from '../member.ts'
import { decayed } from '../decay.ts'
import { add, MAX_PART } from '../dimensions/measure.ts'
import type { Group } from '../group.ts'
import type { Day } from '../history.ts'
import { countUpTo } from '../series.ts'
import { toLinePoints, withLimit, type Result } from '../result.ts'
import { nameOf, readSignal, type Amounts, type OneMore } from './signal.ts'

/** Amounts are sums of what people sent: thirty times 0.1 fills 3. */
const ROUNDING = 1e-9

/**
 * How often `per` is filled, counted from the newest day on, each time weighing as the day that fills it up.
 * Without a half-life that is ⌊Σ amount ÷ per⌋.
 */
function filled({ days, amounts, more }: Amounts, per: number, today: Day, form: Points): number {
  let carried = more
  let sum = 0
  let last = countUpTo(days, today) - 1
  let day = more > 0 ? today : days[last]
  while (day !== undefined && today - day < form.windowDays) {
    if (days[last] === day) carried += amounts[last--] ?? 0
    const times = Math.min(Math.floor(carried / per + ROUNDING), MAX_PART)
    carried -= times * per
    sum += times * decayed(today - day, form.halfLifeDays)
    day = days[last]
  }
  return sum
}

/** What a line gives, at most its `max`, taken away where it is a penalty. */
function pointsOf({ points, max }: PointsLine, times: number, { lines }: Points): number {
  // So that the sum of all lines stays a number.
  const most = Math.min(max, Number.MAX_VALUE / lines.length)
  return Math.min(Math.max(points * times, -most), most)
}

interface Given {
  readonly line: PointsLine
  readonly points: number
}

/** Of the lines of a group the one that gives most, the first of those that tie. */
function counted(given: readonly Given[]): Given[] {
  const best = new Map<string, Given>()
  for (const one of given) {
    const { group } = one.line
    if (group !== null && one.points > (best.get(group)?.points ?? -Infinity)) best.set(group, one)
  }
  return given.filter((one) => one.line.group === null || best.get(one.line.group) === one)
}

/** Lines of one name are told together, by signal. */
function toContributions(given: readonly Given[], max: number): Contribution[] {
  const byName = Map.groupBy(given, ({ line: { group, signal } }) => group ?? nameOf(signal))
  return [...byName].map(([dimension, lines]) => {
    const bySignal = new Map<string, number>()
    for (const { line, points } of lines) add(bySignal, nameOf(line.signal), toLinePoints(100 * (points / max)))
    const items = [...bySignal].map(([key, points]) => ({ key, points }))
    return { dimension, points: items.reduce((sum, { points }) => sum + points, 0), items }
  })
}

/**
 * Makes what scores members by a points form.
 * Formula: score = 100 · clamp(Σ points ÷ max, 0, 1).
 */
export function createPoints(
  model: Model,
  form: Points,
  firstSeen: Day,
  members: readonly Member[],
): (group: Group) => Result {
  const lines = form.lines.map((line) => ({ line, read: readSignal(model, line.signal, firstSeen, members) }))

  return (group) => {
    const given = (oneMore?: OneMore): Given[] =>
      counted(
        lines.map(({ line, read }) => ({
          line,
          points: pointsOf(line, filled(read(group, oneMore), line.per, group.today, form), form),
        })),
      )
    const sum = (all: readonly Given[]): number => all.reduce((total, { points }) => total + points, 0)
    const scoreOf = (raw: number): number => 100 * Math.min(1, Math.max(0, raw / form.max))
    const now = given()
    const raw = sum(now)
    const score = scoreOf(raw)
    return {
      score,
      subscores: null,
      points: { raw, max: form.max },
      explain: () => withLimit(toContributions(now, form.max), score),
      gain: (action, member) => scoreOf(sum(given({ action, member }))) - score,
    }
  }
}
