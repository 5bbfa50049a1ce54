import { changeAt, type Day, outcomeAt, type Subject, usageAt } from '@uptake/shared/scoring'
import type { StoredHistory, StoredStanding, SubjectKind } from '../storage/storage.ts'
import { toListed } from './list.ts'
import type { Standing } from './standing.ts'

/** A history as it is kept, of the ends of days. */
export function toStoredHistory(
  { of, id, subject }: { of: SubjectKind; id: number; subject: Subject },
  days: readonly Day[],
  version: number,
): StoredHistory[] {
  return days.map((day) => {
    const { status, score, band, subscores } = outcomeAt(subject, day)
    return { of, subject: id, day, model: version, status, score, band, subscores, change: changeAt(subject, day) }
  })
}

/** A standing as it is kept. */
export function toStoredStanding(of: SubjectKind, id: number, standing: Standing): StoredStanding {
  const { subject, at } = standing
  const score = standing.score()
  const trend = standing.ownTrend()
  return {
    of,
    subject: id,
    day: at.day,
    asOf: at.atMs,
    model: score.model.version,
    status: score.status,
    score: score.score,
    band: score.band,
    change: trend?.change ?? null,
    noise: trend?.noise ?? null,
    quiet: trend?.quiet?.probability ?? null,
    firstDay: subject.firstSeen,
    traits: Object.fromEntries(standing.traits()),
    usage: JSON.stringify(of === 'person' ? usageAt(subject, at.day) : null),
    document: JSON.stringify(toListed(score)),
  }
}
