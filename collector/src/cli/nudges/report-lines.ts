import { ENOUGH_UNITS } from '@uptake/shared/nudges'
import type { GoalOutcome, NudgeReport, SubscoreOutcome } from '@uptake/shared/wire'
import { counted, signed } from '../numbers.ts'
import { column } from '../printable.ts'

const NAME_WIDTH = 26
const ACTION_WIDTH = 28
const COUNTS = ['shown', 'held', 'clicked', 'dismissed', 'snoozed', 'completed'] as const

/** What came of nudges as a terminal shows it, at most 80 columns wide: of each its counts, and below them what it lifts. */
export function* reportLines(reports: readonly NudgeReport[]): Generator<string> {
  if (reports.length === 0) yield 'The configuration has no nudges'
  else yield `${column('', NAME_WIDTH)}  ${COUNTS.join('  ')}`
  for (const report of reports) {
    const counts = COUNTS.map((what) => String(report[what]).padStart(what.length))
    yield `${column(report.nudge, NAME_WIDTH)}  ${counts.join('  ')}`
    for (const [label, text] of outcomesOf(report)) yield `  ${label.padEnd(8)}  ${text}`
  }
}

function* outcomesOf({ outcome, subscore, ...report }: NudgeReport): Generator<[label: string, text: string]> {
  if (outcome === null) yield ['goal', 'none']
  else {
    const { action, withinDays, shown, held, waiting } = outcome
    const left = waiting === 0 ? '' : `; ${waiting} have time left`
    yield ['goal', `${column(action, ACTION_WIDTH).trimEnd()} within ${counted(withinDays, 'day')}${left}`]
    yield ['reached', `${share(shown)} shown, ${share(held)} held out`]
    yield ['lift', verdictText(outcome, report)]
  }
  if (subscore !== null) yield ['subscore', subscoreText(subscore)]
}

const share = ({ share: part, people }: GoalOutcome['shown']): string =>
  part === null ? 'none' : `${(part * 100).toFixed(1)} % of ${people}`

function verdictText(
  { shown, held }: GoalOutcome,
  { lift, interval, verdict }: Pick<NudgeReport, 'lift' | 'interval' | 'verdict'>,
): string {
  if (lift === null || interval === null) return `not enough data: ${missing(shown.units, held.units)}`
  const points = `${signed(lift * 100)} points, from ${signed(interval[0] * 100)} to ${signed(interval[1] * 100)}`
  if (verdict === 'no_effect') return `no effect: this nudge can go (${points})`
  return `${verdict}: ${points}`
}

const missing = (shown: number, held: number): string =>
  [
    shown < ENOUGH_UNITS && `${shown} of ${ENOUGH_UNITS} shown`,
    held < ENOUGH_UNITS && `${held} of ${ENOUGH_UNITS} held out`,
  ]
    .filter((text) => text !== false)
    .join(', ')

function subscoreText({ afterDays, shown, held, difference, interval }: SubscoreOutcome): string {
  const change = (points: number | null): string => (points === null ? '–' : signed(points))
  const means = `in ${afterDays} days ${change(shown.change)} shown, ${change(held.change)} held out`
  if (difference === null || interval === null) return means
  return `${means}: ${signed(difference)}, from ${signed(interval[0])} to ${signed(interval[1])}`
}
