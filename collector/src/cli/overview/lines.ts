import type { BaseOverview, Means, Overview } from '@uptake/shared/wire'
import { reviewText } from '../../insights/model-in-force.ts'
import { column } from '../printable.ts'
import { productLines } from './product-lines.ts'
import { counted, number, percent, signed } from '../numbers.ts'

const BAR_WIDTH = 48
const NAME_WIDTH = 36
const MOST_FALLING = 10

/** An overview as a terminal shows it, a line each, at most 80 columns wide. */
export function* overviewLines(overview: Overview): Generator<string> {
  yield `At ${overview.asOf}`
  yield* baseLines('user', overview.users)
  if (overview.accounts.count > 0) yield* baseLines('account', overview.accounts)
  yield* productLines(overview)
  if (overview.model?.reviewDue) {
    yield ''
    yield reviewText(overview.model)
  }
}

function* baseLines(what: 'user' | 'account', base: BaseOverview): Generator<string> {
  yield ''
  const without = base.insufficientData === 0 ? '' : `, ${base.insufficientData} of them without a score yet`
  yield `${counted(base.count, what)}${without}`
  if (base.mean === null) return
  const change = base.trend ? ` (${signed(base.trend.change)} in 28 days)` : ''
  yield `mean ${number(base.mean)}${change}, median ${number(base.median)}, ${percent(base.aboveMidpoint)} above 50`
  yield ''
  yield* distributionLines(base)
  yield ''
  yield* bandLines(base)
  yield* fallingLines(base)
}

function* distributionLines({ distribution }: BaseOverview): Generator<string> {
  const most = Math.max(...distribution.map(({ count }) => count))
  for (const { from, to, count } of distribution.toReversed()) {
    const bar = '█'.repeat(Math.ceil((BAR_WIDTH * count) / most))
    yield `  ${String(from).padStart(3)} to ${String(to).padStart(3)}  ${bar}${bar && ' '}${count}`
  }
}

function* bandLines({ bands, alarm }: BaseOverview): Generator<string> {
  for (const [i, { name, from, count, share }] of [...bands.entries()].toReversed()) {
    const range = `${from} to ${bands[i + 1]?.from ?? 100}`
    yield `  ${column(name, NAME_WIDTH)}  ${range.padStart(12)}  ${String(count).padStart(8)}  ${percent(share).padStart(6)}`
  }
  if (alarm?.raised)
    yield `  ALARM: ${percent(alarm.share)} stand below ${alarm.border}, where customers are at risk; sound is below ${percent(alarm.threshold)}`
}

/** Cohorts and segments that fall, the steepest first. */
function* fallingLines({ cohorts, earlier, traits }: BaseOverview): Generator<string> {
  const named: [string, Means | null][] = [
    ['first seen earlier', earlier],
    ...cohorts.map((cohort): [string, Means] => [`first seen in ${cohort.month}`, cohort]),
    ...traits.flatMap(({ trait, segments }) =>
      segments.map((segment): [string, Means] => [`${trait} ${JSON.stringify(segment.value)}`, segment]),
    ),
  ]
  const falling = named
    .flatMap(([name, means]) => (means?.trend?.falling ? [{ name, trend: means.trend }] : []))
    .toSorted((a, b) => a.trend.change - b.trend.change)
  if (falling.length === 0) return
  yield ''
  yield 'Falling, over 28 days'
  for (const { name, trend } of falling.slice(0, MOST_FALLING)) {
    const means = `${number(trend.before)} to ${number(trend.now)}`
    yield `  ${column(name, NAME_WIDTH)}  ${signed(trend.change).padStart(6)}  ${means.padStart(13)}  (${trend.count})`
  }
  if (falling.length > MOST_FALLING) yield `  and ${falling.length - MOST_FALLING} more`
}
