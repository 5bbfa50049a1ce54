import type { Score } from '@uptake/shared/wire'
import type { Listed } from './scores.ts'

/** Which scores are listed, and in which order. */
export interface ListQuery {
  readonly band?: string | undefined
  /** Inclusive. */
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Trait names with their values as text. */
  readonly traits: ReadonlyMap<string, string>
  readonly sort: 'score' | '-score' | 'id' | '-id'
}
/** Where a page ended. */
export interface Cursor {
  readonly score: number | null
  readonly id: string
}

export const idOf = ({ subject }: Score): string => ('user' in subject ? subject.user : subject.account)

/** The scores that a query asks for, in its order; those without a score come last. */
export async function listScores(all: AsyncIterable<Listed>, query: ListQuery): Promise<Score[]> {
  const found: Score[] = []
  for await (const { score, traits } of all) {
    if (matches(score, traits, query)) found.push(score)
  }
  return found.toSorted((a, b) => compare(query.sort, toCursor(a), toCursor(b)))
}

/** The page of sorted scores behind a cursor. */
export function pageOf(
  scores: readonly Score[],
  { sort }: ListQuery,
  { after, limit }: { after: Cursor | null; limit: number },
): { items: Score[]; next: Cursor | null } {
  const rest = after === null ? scores : scores.filter((score) => compare(sort, toCursor(score), after) > 0)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last && rest.length > limit ? toCursor(last) : null }
}

const toCursor = (score: Score): Cursor => ({ score: score.score, id: idOf(score) })

function matches({ score, band }: Score, traits: Listed['traits'], query: ListQuery): boolean {
  if (query.band !== undefined && band !== query.band) return false
  if (query.min !== undefined && !(score !== null && score >= query.min)) return false
  if (query.max !== undefined && !(score !== null && score <= query.max)) return false
  for (const [name, value] of query.traits) {
    const trait = Object.hasOwn(traits, name) ? traits[name] : undefined
    if (trait === undefined || (typeof trait === 'string' ? trait : JSON.stringify(trait)) !== value) return false
  }
  return true
}

function compare(sort: ListQuery['sort'], a: Cursor, b: Cursor): number {
  const sign = sort.startsWith('-') ? -1 : 1
  const byId = a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  if (sort.endsWith('id')) return sign * byId
  if (a.score === null || b.score === null) return Number(a.score === null) - Number(b.score === null) || byId
  return sign * (a.score - b.score) || byId
}
