import { createDayOf, type Day, type Subject } from '@uptake/shared/scoring'
import type { Snapshot, Storage, SubjectKind, SubjectOf, Touch, Transaction } from '../storage/storage.ts'
import { createBeside } from './beside.ts'
import { dueDays } from './cycle.ts'
import { inTurns } from './in-turns.ts'
import { type Instant, toInstant } from './instant.ts'
import { createMeeting } from './meet.ts'
import type { InForce } from './scores.ts'
import { type Standing, toldBeside, toStanding } from './standing.ts'
import { createSubjects } from './subjects.ts'
import { toStoredHistory, toStoredStanding } from './written.ts'

/**
 * Keeps what is written down of scores: everybody's newest standing, and their history by the end of due days. Both are
 * made from the same histories as any score, so that a day made again after late events is as if it had been made afresh.
 */
export interface Snapshots {
  /**
   * Brings standings and history up to an instant: on a new day, or by a new model, everybody's; else those of whom
   * something was committed since. Calls meet: one that comes while another runs sees what was committed before it came.
   */
  refresh(nowMs: number): Promise<void>
  /** Stops between two reads, and resolves when nothing more is written. */
  stop(): Promise<void>
}

/**
 * Sees standings that are about to be written down, by whom they are of, as a score would tell them. What it gives is called
 * for each who is written, in that very transaction, and is to be quick.
 */
export type Onlooker = (
  of: SubjectKind,
  standings: ReadonlyMap<number, Standing>,
) => Promise<(transaction: Transaction, subject: number) => Promise<void>>

const SUBJECTS_A_READ = 50
/** Of a base whose past is imported, so many days are written down at once; from then on every due day is kept. */
const FIRST_HISTORY_DAYS = 91

/** Of ascending days those from one on. */
const daysFrom = (days: readonly Day[], from: Day): Day[] => days.slice(days.findLastIndex((day) => day < from) + 1)

type Touched<Kind extends SubjectKind> = SubjectOf[Kind] & Touch
type Read<Kind extends SubjectKind> = (
  some: readonly Touched<Kind>[],
  at: Instant,
) => Promise<[Touched<Kind>, Subject][]>

/** What is the same for all who are written down in one run. */
interface Turn {
  readonly at: Instant
  /** The days whose history is kept, ascending. */
  readonly days: readonly Day[]
  /** The last of them that everybody's history is summed up of, by this model. */
  readonly summedTo: Day
  /** Of everybody, as scores are told it at that instant; null where it is still to be made. */
  readonly medianChange: number | null
}

const settle = async (transaction: Transaction, of: SubjectKind, { id, touchedSeq }: { id: number } & Touch) => {
  if (touchedSeq !== null) await transaction.settle(of, id, touchedSeq)
}

export function createSnapshots(
  storage: Storage,
  { model, version, cycle }: InForce,
  onlooker: Onlooker = async () => async () => undefined,
): Snapshots {
  const subjects = createSubjects(storage, model)
  const beside = createBeside(storage, { version, cycle })
  const dayOf = createDayOf(model.timeZone)
  /** The last day for which this process has seen to everybody. */
  const doneFor = new Map<SubjectKind, Day>()
  let isStopped = false

  /** Writes some subjects down; gives the earliest day whose history changed, and whom to settle once it is summed up again. */
  async function write<Kind extends SubjectKind>(
    of: Kind,
    found: readonly [Touched<Kind>, Subject][],
    { at, days, summedTo, medianChange }: Turn,
  ): Promise<{ earliest: Day; unsettled: Touched<Kind>[] }> {
    const ids = found.map(([{ id }]) => id)
    const made = await storage.lastHistoryDays(of, ids, version)
    const since = days[0] ?? at.day
    const toWritten = ([who, subject]: [Touched<Kind>, Subject]) => {
      const touched = who.touchedAt === null ? at.day : dayOf(who.touchedAt)
      const outdated = Math.max(since, Math.min((made.get(who.id) ?? -Infinity) + 1, touched))
      // By another time zone somebody may have been seen a day later than it was before.
      const from = Math.max(outdated, subject.firstSeen)
      const told = { version, cycle, medianChange: null }
      const standing = toStanding(
        'userId' in who ? { user: who.userId } : { account: who.accountId },
        subject,
        at,
        told,
      )
      return {
        who,
        outdated,
        from,
        history: toStoredHistory({ of, id: who.id, subject }, daysFrom(days, from), version),
        standing,
        stored: toStoredStanding(of, who.id, standing),
      }
    }
    const written: ReturnType<typeof toWritten>[] = []
    // The history of a large account takes as long as many requests.
    for await (const one of inTurns(found, 1)) written.push(toWritten(one))
    const seen = await onlooker(of, new Map(written.map((one) => [one.who.id, toldBeside(one.standing, medianChange)])))
    const unsettled: Touched<Kind>[] = []
    await storage.transaction(async (transaction) => {
      for (const { who, outdated, from, history, stored } of written) {
        // Another process may have seen a newer message, and written while this one read and scored.
        if (await transaction.isSettledByAnother(of, who.id, who.touchedSeq)) continue
        await transaction.clearHistory(of, who.id, outdated)
        await transaction.putHistory(history)
        await transaction.putStandings([stored])
        await seen(transaction, who.id)
        // What is still to come, by the clock of whoever sent it, is not in this standing.
        if (who.lastAt > at.atMs) continue
        // A run that ends before its snapshots are made has to be done again.
        if (from > summedTo) await settle(transaction, of, who)
        else unsettled.push(who)
      }
    })
    return { earliest: Math.min(...written.map(({ from }) => from)), unsettled }
  }

  async function refreshAll<Kind extends SubjectKind>(of: Kind, read: Read<Kind>, at: Instant): Promise<void> {
    const kept = await storage.snapshots(of, -Infinity)
    const newest = kept.at(-1)
    const due = dueDays(cycle, newest ? newest.day + 1 : at.day - FIRST_HISTORY_DAYS, at.day - 1)
    // What was written down once stays so, whatever the cycle is by now.
    const days = [...kept.map(({ day }) => day), ...due]
    const summedTo = newest?.model === version ? newest.day : -Infinity
    // After a standstill that of everybody is too old to be told beside.
    const medianChange = due.length > 1 ? null : (await beside(of, at)).medianChange
    let earliest = summedTo + 1
    const unsettled: Touched<Kind>[] = []
    const isDone = doneFor.get(of) === at.day
    for (let after = 0; ;) {
      const some = isDone
        ? await storage.touched(of, after, SUBJECTS_A_READ)
        : await storage.unscored(of, { day: at.day, model: version }, after, SUBJECTS_A_READ)
      const last = some.at(-1)
      if (!last) break
      if (isStopped) return
      const changed = await write(of, await read(some, at), { at, days, summedTo, medianChange })
      earliest = Math.min(earliest, changed.earliest)
      unsettled.push(...changed.unsettled)
      after = last.id
    }
    const snapshots: Snapshot[] = []
    for (const day of daysFrom(days, earliest)) {
      snapshots.push({ of, day, model: version, madeAt: at.atMs, ...(await storage.summary(of, day)) })
    }
    if (snapshots.length > 0)
      await storage.transaction(async (transaction) => {
        await transaction.putSnapshots(snapshots)
        for (const who of unsettled) await settle(transaction, of, who)
      })
    doneFor.set(of, at.day)
  }

  async function run(nowMs: number): Promise<void> {
    const at = toInstant(model, nowMs)
    await refreshAll('person', subjects.ofPeople, at)
    await refreshAll('account', subjects.ofAccounts, at)
  }
  const { call, settled } = createMeeting(run)
  return {
    refresh: call,
    stop() {
      isStopped = true
      return settled()
    },
  }
}
