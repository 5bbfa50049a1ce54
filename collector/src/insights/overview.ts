import type { Model } from '@uptake/shared/model'
import { type BaseMember, createOverview, numberAt, TREND_DAYS, type Usage, usageAt } from '@uptake/shared/scoring'
import type { Overview } from '@uptake/shared/wire'
import { inTurns } from '../scores/in-turns.ts'
import { type Instant, toInstant } from '../scores/instant.ts'
import { modelInForce } from './model-in-force.ts'
import type { Scores } from '../scores/scores.ts'
import type { Snapshots } from '../scores/snapshots.ts'
import type { Standing } from '../scores/standing.ts'
import type { Storage, StoredStanding, SubjectKind } from '../storage/storage.ts'

/** Sums up the whole product. */
export interface Overviews {
  /**
   * Of now (in Unix milliseconds) from what is written down, brought up to date first; of a past instant by scoring
   * everybody.
   */
  at(at: number | Instant): Promise<Overview>
}

const STANDINGS_A_READ = 500
const SUBJECTS_A_TURN = 100

export function createOverviews(
  model: Model,
  storage: Pick<Storage, 'standings' | 'models'>,
  scores: Pick<Scores, 'allUsers' | 'allAccounts'>,
  snapshots: Pick<Snapshots, 'refresh'>,
): Overviews {
  async function* written(of: SubjectKind): AsyncGenerator<StoredStanding> {
    for (let after: { value: null; id: string } | null = null; ;) {
      const standings = await storage.standings(of, { sort: 'id', after, limit: STANDINGS_A_READ })
      yield* standings
      const last = standings.at(-1)
      if (!last || standings.length < STANDINGS_A_READ) return
      after = { value: null, id: last.id }
    }
  }

  return {
    async at(at) {
      const instant = typeof at === 'number' ? toInstant(model, at) : at
      const sums = createOverview(model, instant.day)
      if (typeof at === 'number') {
        await snapshots.refresh(at)
        for await (const user of inTurns(written('person'), SUBJECTS_A_TURN))
          sums.addUser({ ...fromStored(user), usage: toUsage(user) })
        for await (const account of inTurns(written('account'), SUBJECTS_A_TURN)) sums.addAccount(fromStored(account))
      } else {
        for await (const { subject } of inTurns(scores.allUsers(at), SUBJECTS_A_TURN))
          sums.addUser({ ...fromSubject(subject, at), usage: usageAt(subject, at.day) })
        for await (const { subject } of inTurns(scores.allAccounts(at), SUBJECTS_A_TURN))
          sums.addAccount(fromSubject(subject, at))
      }
      const inForce = await modelInForce(storage, instant.atMs)
      return { asOf: new Date(instant.atMs).toISOString(), model: inForce, ...sums.result() }
    },
  }
}

const fromStored = ({ score, change, firstDay, traits }: StoredStanding): BaseMember => ({
  score,
  change,
  firstDay,
  traits: new Map(Object.entries(traits)),
})
const toUsage = ({ usage }: StoredStanding): Usage => JSON.parse(usage) as Usage

/** The scores of two days alone: the rest of a trend is not asked for, and costs more. */
function fromSubject(subject: Standing['subject'], { day }: Instant): BaseMember {
  const score = numberAt(subject, day)
  const before = score === null ? null : numberAt(subject, day - TREND_DAYS)
  return {
    score,
    change: score === null || before === null ? null : score - before,
    firstDay: subject.firstSeen,
    traits: subject.groupAt(day).traits,
  }
}
