import type { ListedScore } from '@uptake/shared/wire'
import type { AccountId, ListedStanding, Storage, SubjectKind } from '../storage/storage.ts'
import { inTurns } from './in-turns.ts'
import type { Instant } from './instant.ts'
import { keptStandings } from './kept.ts'
import { type Cursor, type Listed, type ListQuery, pageOf, sorted, toListed } from './list.ts'
import type { Scores } from './scores.ts'
import type { Snapshots } from './snapshots.ts'
import type { Standing } from './standing.ts'

/** Lists users or accounts, a page at a time. */
export interface Lists {
  /**
   * Of now (in Unix milliseconds) from what is written down, brought up to date first; of a past instant by scoring
   * everybody for the page.
   */
  page(
    of: { of: SubjectKind; accountId?: string | undefined; at: number | Instant },
    query: ListQuery,
    page: { after: Cursor | null; limit: number },
  ): Promise<{ items: ListedScore[]; next: Cursor | null }>
}

const SUBJECTS_A_TURN = 50

export function createLists(
  storage: Storage,
  scores: Pick<Scores, 'allUsers' | 'allAccounts'>,
  snapshots: Pick<Snapshots, 'refresh'>,
): Lists {
  async function* written(
    of: SubjectKind,
    within: { account: AccountId; at: number } | undefined,
    { sort }: ListQuery,
    after: Cursor | null,
  ): AsyncGenerator<Listed> {
    const members = within && (await storage.members([within.account])).filter(({ firstAt }) => firstAt <= within.at)
    const here = members && new Set(members.map(({ person }) => person))
    for await (const standing of keptStandings(storage, of, { sort, account: within?.account, after }))
      if (!here || here.has(standing.subject)) yield fromStored(standing)
  }
  const scored = (of: SubjectKind, accountId: string | undefined, at: Instant): AsyncIterable<Standing> =>
    of === 'person' ? scores.allUsers(at, accountId) : scores.allAccounts(at)

  return {
    async page({ of, accountId, at }, query, { after, limit }) {
      if (typeof at !== 'number') {
        const listed: Listed[] = []
        for await (const standing of inTurns(scored(of, accountId, at), SUBJECTS_A_TURN)) {
          listed.push(toOneListed(standing))
        }
        return pageOf(sorted(listed, query.sort, after), query, limit)
      }
      await snapshots.refresh(at)
      const account = accountId === undefined ? undefined : await storage.accountByAccountId(accountId)
      if (account === null) return { items: [], next: null }
      return pageOf(written(of, account && { account: account.id, at }, query, after), query, limit)
    },
  }
}

/** A standing as a list takes it. */
export const toOneListed = (standing: Standing): Listed => ({
  score: toListed(standing.score()),
  traits: standing.traits(),
})

/** What is written down knows nothing of the base: that is added when it is read. */
function fromStored({ document, adjusted, declining, traits }: ListedStanding): Listed {
  const score = JSON.parse(document) as ListedScore
  const trend = score.trend && { ...score.trend, adjusted, declining }
  return { score: { ...score, trend }, traits: new Map(Object.entries(traits)) }
}
