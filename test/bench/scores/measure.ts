import type { PersonId } from '@uptake/collector/src/storage/storage.ts'
import type { ScoresStage } from './stage.ts'

/** Milliseconds of each round, in no order. */
export interface ScoreTimes {
  readonly bare: number[]
  readonly score: number[]
  readonly next: number[]
}

/**
 * Asks for a score in turn with the bare read of what it is made of, and with the next actions, round after round; a quarter
 * as many rounds before them, which warm up, are not counted.
 * @param isCounted - by whether somebody else had the processor meanwhile
 */
export async function measureScores(
  { project, at, readBare }: ScoresStage,
  of: { readonly user: string } | { readonly account: string },
  people: readonly PersonId[],
  rounds: number,
  isCounted: (interrupted: boolean) => boolean = () => true,
): Promise<ScoreTimes> {
  const standing = () => ('user' in of ? project.scores.ofUser(of.user, at) : project.scores.ofAccount(of.account, at))
  const works = {
    bare: () => readBare(people),
    score: async () => (await standing()).score(),
    next: async () => (await standing()).nextActions(),
  }
  const times: ScoreTimes = { bare: [], score: [], next: [] }
  for (let round = -Math.ceil(rounds / 4); round < rounds; round++)
    for (const name of ['bare', 'score', 'next'] as const) {
      const before = interruptions()
      const started = performance.now()
      await works[name]()
      const ms = performance.now() - started
      if (round >= 0 && isCounted(interruptions() > before)) times[name].push(ms)
    }
  return times
}

const interruptions = (): number => process.resourceUsage().involuntaryContextSwitches
