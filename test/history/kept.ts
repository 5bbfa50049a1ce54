import { dueDays } from '@uptake/collector/src/scores/cycle.ts'
import { idOf, toListed } from '@uptake/collector/src/scores/list.ts'
import type { ReadMessage, StoredHistory } from '@uptake/collector/src/storage/storage.ts'
import type { Model, SnapshotCycle } from '@uptake/shared/model'
import { type Day, numberAt, outcomeAt, type Subject } from '@uptake/shared/scoring'
import type { ListedScore, Score } from '@uptake/shared/wire'
import type { TestCollector } from '../harness/start-collector.ts'
import { type Afresh, afresh, endOf } from './afresh.ts'
import { unlike } from './unlike.ts'

/** What of a configuration makes what is kept. */
export interface Setting {
  readonly model: Model
  readonly snapshot: SnapshotCycle
}

/** Of a base whose past is there at the first look. */
const FIRST_DAYS = 91
const KINDS = [
  ['person', 'users'],
  ['account', 'accounts'],
] as const

/** Says which days have to be kept by now, to be asked at each look at a store: none that was kept is ever given up. */
export function createDays(): (setting: Setting, today: Day) => readonly Day[] {
  let kept: Day[] = []
  return ({ snapshot }, today) => {
    const from = (kept.at(-1) ?? today - FIRST_DAYS - 1) + 1
    kept = [...kept, ...dueDays(snapshot, from, today - 1)]
    return kept
  }
}

/**
 * Looks at what is kept, by the list that brings it up to date, and says what is wrong with it: everybody's standing has to
 * be what the score says, every day of everybody's history what scoring afresh says from the messages that happened by its
 * end, snapshots what those histories come to; and nothing else may be there.
 */
export async function wrongInKept(
  collector: TestCollector,
  setting: Setting,
  nowMs: number,
  daysOf: ReturnType<typeof createDays>,
): Promise<string[]> {
  const { storage } = collector
  const messages = await storage.messagesAfter(0, 1_000_000)
  const now = afresh(setting.model, messages, nowMs)
  const ends = endsOf(setting, messages, daysOf(setting, now.today))
  const model = (await storage.modelVersion()) ?? 0
  const wrong: string[] = []
  const compare = (what: string, is: unknown, shouldBe: unknown): void =>
    void wrong.push(...unlike(is, shouldBe).map((difference) => `${what}${difference}`))

  for (const [of, kind] of KINDS) {
    const { items } = (await collector.read(`/v1/${kind}?limit=500&sort=id`)) as { items: ListedScore[] }
    compare(kind, items.map(idOf), [...now[kind].keys()].toSorted())
    const histories: StoredHistory[] = []
    for (const item of items) {
      const id = idOf(item)
      const score = (await collector.read(`/v1/${kind}/${id}/score`)) as Score
      compare(`standing of ${id}`, withoutInstant(item), withoutInstant(toListed(score)))
      const found = of === 'person' ? await storage.personByUserId(id) : await storage.accountByAccountId(id)
      const subject = found?.id ?? 0
      const expected = [...ends].flatMap(([day, then]) => {
        const one = then[kind].get(id)
        return one ? [{ of, subject, model, ...endOfDay(one, day) }] : []
      })
      compare(`history of ${id}`, await storage.history(of, subject, -Infinity, Infinity), expected)
      histories.push(...expected)
    }
    const snapshots = await storage.snapshots(of, -Infinity)
    const expected = [...ends.keys()].map((day, i) => {
      const madeAt = snapshots[i]?.madeAt
      return { of, day, model, madeAt, ...sumUp(histories, day) }
    })
    compare(`snapshots of ${kind}`, snapshots, expected)
  }
  return wrong
}

const endsOf = ({ model }: Setting, messages: readonly ReadMessage[], days: readonly Day[]): Map<Day, Afresh> =>
  new Map(days.map((day) => [day, afresh(model, messages, endOf(model, day))]))

const withoutInstant = (listed: ListedScore): object => ({ ...listed, asOf: null })

function endOfDay(subject: Subject, day: Day) {
  const { status, score, band, subscores } = outcomeAt(subject, day)
  const before = numberAt(subject, day - 28)
  return { day, status, score, band, subscores, change: score === null || before === null ? null : score - before }
}

function sumUp(histories: readonly StoredHistory[], day: Day) {
  const ofDay = histories.filter((one) => one.day === day)
  const scores = ofDay.map(({ score }) => score).filter((score) => score !== null)
  const changes = ofDay.map(({ change }) => change).filter((change) => change !== null)
  return {
    subjects: ofDay.length,
    scored: scores.length,
    mean: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    medianChange: median(changes),
  }
}

/** Of an even number the mean of the middle two; null of none. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}
