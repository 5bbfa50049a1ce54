import { type Scored, scoreAt } from '@uptake/shared/scoring'
import type { Contribution, Score } from '@uptake/shared/wire'
import type { Standing } from '../scores/standing.ts'

/** One user or account by two models. */
export interface Compared {
  readonly who: Score['subject']
  readonly from: Pick<Score, 'score' | 'band'>
  readonly to: Pick<Score, 'score' | 'band'>
  /** The draft's score less the live one's; null where either has none. */
  readonly change: number | null
  /** Why: what each dimension gives by the draft less what it gives now, the greatest first. They sum to the change. */
  readonly because: readonly { readonly dimension: string; readonly points: number }[]
}

/** What a draft of a model would change. */
export interface Comparison {
  readonly count: number
  /** Scored by both. */
  readonly scored: number
  readonly meanChange: number | null
  /** How many would go from a band to another; null is no score. */
  readonly moves: readonly { readonly from: string | null; readonly to: string | null; readonly count: number }[]
  /** Everybody whose band would change, the greatest change first; those who gain or lose a score at the end. */
  readonly movers: readonly Compared[]
}

/** Compares everybody by the live model with the same by a draft, on the same data; both come in the same order. */
export async function compare(live: AsyncIterable<Standing>, draft: AsyncIterable<Standing>): Promise<Comparison> {
  const moves = new Map<string, { from: string | null; to: string | null; count: number }>()
  const movers: Compared[] = []
  let count = 0
  let scored = 0
  let sum = 0
  const drafts = draft[Symbol.asyncIterator]()
  for await (const now of live) {
    const next = await drafts.next()
    if (next.done) break
    count++
    const one = compareOne(now, next.value)
    if (one.change !== null) {
      scored++
      sum += one.change
    }
    if (one.from.band === one.to.band) continue
    const key = JSON.stringify([one.from.band, one.to.band])
    const move = moves.get(key) ?? { from: one.from.band, to: one.to.band, count: 0 }
    moves.set(key, { ...move, count: move.count + 1 })
    movers.push(one)
  }
  return {
    count,
    scored,
    meanChange: scored === 0 ? null : sum / scored,
    moves: [...moves.values()].toSorted((a, b) => b.count - a.count),
    movers: movers.toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0)),
  }
}

function compareOne(now: Standing, draft: Standing): Compared {
  const [from, to] = [scoredOf(now), scoredOf(draft)]
  const change = from.score === null || to.score === null ? null : to.score - from.score
  return {
    who: now.who,
    from: { score: from.score, band: from.band },
    to: { score: to.score, band: to.band },
    change,
    because: change === null ? [] : difference(from.contributions ?? [], to.contributions ?? []),
  }
}

// Without its trend, which is not asked for and costs more than the score.
const scoredOf = ({ subject, at }: Standing): Scored => scoreAt(subject, at.day)

function difference(from: readonly Contribution[], to: readonly Contribution[]): Compared['because'] {
  const points = new Map(to.map((one) => [one.dimension, one.points]))
  for (const one of from) points.set(one.dimension, (points.get(one.dimension) ?? 0) - one.points)
  return [...points]
    .map(([dimension, more]) => ({ dimension, points: more }))
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
}
