/**
 * What a score costs beside the bare read of the rows that it is made from: of a person with a year of daily use, and of
 * accounts of 50 and 1,000 such members, all on one store in one process. "Added" is what is left of the answer's time
 * without the bare read's, over the bare read's: 1 is as much again.
 */
import { measureScores } from './scores/measure.ts'
import { openScoresStage, type ScoresStage } from './scores/stage.ts'

const YEAR = { days: 365, everyDays: 1 }

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0
}
const ms = (time: number): string => `${time.toFixed(2)} ms`

async function measure(stage: ScoresStage, accountId: string, members: number, rounds: number): Promise<void> {
  const people = await stage.addAccount(accountId, members, YEAR)
  const of = members === 1 ? { user: `${accountId}-0` } : { account: accountId }
  const times = await measureScores(stage, of, people, rounds)
  process.stdout.write(`${accountId}: ${members} member(s), ${stage.readBare(people)} rows, ${rounds} rounds\n`)
  for (const share of [0.5, 0.99]) {
    const [read, score, next] = [times.bare, times.score, times.next].map((some) => quantile(some, share))
    if (read === undefined || score === undefined || next === undefined) continue
    const added = ((score - read) / read).toFixed(2)
    process.stdout.write(
      `  p${share * 100}: bare read ${ms(read)}, score ${ms(score)} (added ${added}, at most 1), ` +
        `next actions ${ms(next)} (${(next / score).toFixed(2)} scores, below 3)\n`,
    )
  }
}

await using stage = await openScoresStage()
await measure(stage, 'person', 1, 500)
await measure(stage, 'fifty', 50, 30)
await measure(stage, 'thousand', 1_000, 5)
