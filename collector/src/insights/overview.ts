import type { Model } from '@uptake/shared/model'
import { type BaseMember, changeAt, createOverview, numberAt, type Usage, usageAt } from '@uptake/shared/scoring'
import type { Overview } from '@uptake/shared/wire'
import { toAnswerable } from '../scores/answerable.ts'
import { inTurns } from '../scores/in-turns.ts'
import { type Instant, toInstant } from '../scores/instant.ts'
import { keptStandings } from '../scores/kept.ts'
import type { Scores } from '../scores/scores.ts'
import type { Snapshots } from '../scores/snapshots.ts'
import type { Standing } from '../scores/standing.ts'
import type { Storage, StoredStanding } from '../storage/storage.ts'
import { modelInForce } from './model-in-force.ts'

/** Sums up the whole product. */
export interface Overviews {
  /**
   * Of now (in Unix milliseconds) from what is written down, brought up to date first; of a past instant by scoring
   * everybody.
   */
  at(at: number | Instant): Promise<Overview>
}

const SUBJECTS_A_TURN = 100

export function createOverviews(
  model: Model,
  storage: Pick<Storage, 'standings' | 'models' | 'border'>,
  scores: Pick<Scores, 'allUsers' | 'allAccounts'>,
  snapshots: Pick<Snapshots, 'refresh'>,
): Overviews {
  return {
    async at(at) {
      const instant = typeof at === 'number' ? toInstant(model, at) : await toAnswerable(storage, model, at)
      const sums = createOverview(model, instant.day)
      if (typeof at === 'number') {
        await snapshots.refresh(at)
        for await (const user of keptStandings(storage, 'person', { sort: 'id' }))
          sums.addUser({ ...fromStored(user), usage: toUsage(user) })
        for await (const account of keptStandings(storage, 'account', { sort: 'id' }))
          sums.addAccount(fromStored(account))
      } else {
        for await (const { subject } of inTurns(scores.allUsers(instant), SUBJECTS_A_TURN))
          sums.addUser({ ...fromSubject(subject, instant), usage: usageAt(subject, instant.day) })
        for await (const { subject } of inTurns(scores.allAccounts(instant), SUBJECTS_A_TURN))
          sums.addAccount(fromSubject(subject, instant))
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
  return {
    score: numberAt(subject, day),
    change: changeAt(subject, day),
    firstDay: subject.firstSeen,
    traits: subject.groupAt(day).traits,
  }
}
