import type {
  AccountId,
  ListedStanding,
  StandingCursor,
  StandingSort,
  Storage,
  SubjectKind,
} from '../storage/storage.ts'
import { inTurns } from './in-turns.ts'

const STANDINGS_A_READ = 500
const STANDINGS_A_TURN = 100

/** The standings that are kept of users or accounts, in order; of the members of one account where it is named. */
export function keptStandings(
  storage: Pick<Storage, 'standings'>,
  of: SubjectKind,
  page: { sort: StandingSort; account?: AccountId | undefined; after?: StandingCursor | null },
): AsyncGenerator<ListedStanding> {
  return inTurns(read(storage, of, page), STANDINGS_A_TURN)
}

async function* read(
  storage: Pick<Storage, 'standings'>,
  of: SubjectKind,
  { sort, account, after = null }: Parameters<typeof keptStandings>[2],
): AsyncGenerator<ListedStanding> {
  for (let from = after; ;) {
    const standings = await storage.standings(of, { sort, account, after: from, limit: STANDINGS_A_READ })
    yield* standings
    const last = standings.at(-1)
    if (!last || standings.length < STANDINGS_A_READ) return
    const values = { id: null, score: last.score, change: last.change }
    from = { value: values[sort.replace('-', '') as keyof typeof values], id: last.id }
  }
}
