import { measureScores } from '../scores/measure.ts'
import { openScoresStage } from '../scores/stage.ts'
import { median, quantile } from '../sdk/figure.ts'
import { ROUNDS, verdict } from './ratio.ts'

/** The same as in the bench of everybody: 20 rows. */
const USAGE = { days: 90, everyDays: 18 }
const SCORES = 4_000
const MOST_US = 150

/** How long the score of a person takes in process, beside the bare read of the same rows, where nobody else had the processor. */
export async function benchPerson(): Promise<void> {
  await using stage = await openScoresStage()
  const people = await stage.addAccount('one', 1, USAGE)
  const p99: Record<'bare' | 'score', number[]> = { bare: [], score: [] }
  const middles: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const times = await measureScores(stage, { user: 'one-0' }, people, SCORES, (interrupted) => !interrupted)
    middles.push(quantile(times.score, 0.5) * 1000)
    for (const side of ['bare', 'score'] as const) p99[side].push(quantile(times[side], 0.99) * 1000)
  }
  const [score, bare] = [median(p99.score), median(p99.bare)]
  process.stdout.write(
    `p99 of a person's score in process, of ${stage.readBare(people)} rows: ${score.toFixed(0)} µs` +
      ` (p50 ${median(middles).toFixed(0)}, p99 of the bare read ${bare.toFixed(0)})${verdict(score, { atMost: MOST_US })}\n`,
  )
}
