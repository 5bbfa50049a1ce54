import { isQuiet, type Traits } from '@uptake/shared/scoring'
import type { ListedScore, Score } from '@uptake/shared/wire'

/** What a list is made of. */
export interface Listed {
  readonly score: ListedScore
  readonly traits: Traits
}

/** Which scores are listed, and in which order. */
export interface ListQuery {
  readonly band?: string | undefined
  /** Inclusive. */
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly declining?: boolean | undefined
  readonly quiet?: boolean | undefined
  /** Trait names with their values as text. */
  readonly traits?: ReadonlyMap<string, string> | undefined
  readonly sort: Sort
}
export type Sort = 'score' | '-score' | 'change' | '-change' | 'id' | '-id'

/** Where a page ended: what it is sorted by, and whose it was. */
export interface Cursor {
  readonly value: number | null
  readonly id: string
}

export const idOf = ({ subject }: Pick<Score, 'subject'>): string =>
  'user' in subject ? subject.user : subject.account

/** A score as it stands in a list: what made it up by dimension alone. */
export function toListed({ contributions, ...score }: Score): ListedScore {
  return { ...score, contributions: contributions?.map(({ dimension, points }) => ({ dimension, points })) ?? null }
}

/** Sorts, and leaves out all up to a cursor; what has no value comes last, either way round. */
export function sorted(listed: readonly Listed[], sort: Sort, after: Cursor | null): Listed[] {
  const behind = listed.filter(({ score }) => after === null || compareCursors(sort, toCursor(sort, score), after) > 0)
  return behind.toSorted((a, b) => compareCursors(sort, toCursor(sort, a.score), toCursor(sort, b.score)))
}

/** The first of sorted scores that a query asks for, and where the next page begins. */
export async function pageOf(
  listed: AsyncIterable<Listed> | Iterable<Listed>,
  query: ListQuery,
  limit: number,
): Promise<{ items: ListedScore[]; next: Cursor | null }> {
  const items: ListedScore[] = []
  for await (const one of listed) {
    if (!matches(one, query)) continue
    const last = items.at(-1)
    if (last && items.length === limit) return { items, next: toCursor(query.sort, last) }
    items.push(one.score)
  }
  return { items, next: null }
}

/** Where a page ends that ends with that score. */
function toCursor(sort: Sort, score: ListedScore): Cursor {
  const values = { id: null, score: score.score, change: score.trend?.change ?? null }
  return { value: values[sort.replace('-', '') as keyof typeof values], id: idOf(score) }
}

function matches({ score: { score, band, trend }, traits }: Listed, query: ListQuery): boolean {
  if (query.band !== undefined && band !== query.band) return false
  if (query.min !== undefined && !(score !== null && score >= query.min)) return false
  if (query.max !== undefined && !(score !== null && score <= query.max)) return false
  if (query.declining !== undefined && (trend?.declining ?? false) !== query.declining) return false
  if (query.quiet !== undefined && isQuiet(trend?.quiet ?? null) !== query.quiet) return false
  for (const [name, value] of query.traits ?? []) {
    const trait = traits.get(name)
    if (trait === undefined || (typeof trait === 'string' ? trait : JSON.stringify(trait)) !== value) return false
  }
  return true
}

/** By their bytes, as a store does: by UTF-16 what is above U+FFFF would come before the last of what is below. */
const compareIds = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))

function compareCursors(sort: Sort, a: Cursor, b: Cursor): number {
  const sign = sort.startsWith('-') ? -1 : 1
  const byId = compareIds(a.id, b.id)
  if (sort.endsWith('id')) return sign * byId
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null) || byId
  return sign * (a.value - b.value) || byId
}
