import { setImmediate as turnOfTheLoop, setTimeout as wait } from 'node:timers/promises'
import type { Model } from '@uptake/shared/model'
import { createDayOf, type Day, startOfDay } from '@uptake/shared/scoring'
import type { Border, PersonId, Storage, Transaction } from '../storage/storage.ts'
import { foldVersionOf } from './fold-version.ts'

/** Removes messages of days that are over for longer than data is kept. What they folded into, and who they were of, stays. */
export interface Retention {
  /**
   * Removes what is too old by now (in Unix milliseconds), once a day; resolves to what went, null where nothing did. A call
   * that comes while another runs is that one.
   * @throws UptakeError `unavailable` where the store cannot be written; what went until then is gone
   */
  keepUp(nowMs: number): Promise<Removed | null>
  /** Stops for good between two transactions, and resolves when nothing more is removed; the next process goes on. */
  stop(): Promise<void>
}
interface Removed {
  readonly messages: number
  /** That they had happened on. */
  readonly days: number
}

const DAY_MS = 86_400_000
/** Others wait for a transaction of so many as long as for one that commits a large batch. */
const MESSAGES_A_TURN = 1_000
/** Between two transactions, so that other processes get their turn: they ask again after some milliseconds. */
const GAP_MS = 30

/** @param retentionDays - null keeps what is there, and still removes what is before a border that the store has */
export function createRetention(
  storage: Storage,
  model: Model,
  retentionDays: number | null,
  messagesATurn: number = MESSAGES_A_TURN,
): Retention {
  const dayOf = createDayOf(model.timeZone)
  const foldVersion = foldVersionOf(model)
  /** The border up to which this process has looked through all. */
  let doneTo: Day | null = null
  let running: Promise<Removed | null> | null = null
  let isStopped = false

  /** Whole days alone, so that rows are of what is there or of what is gone, never of both. */
  async function borderBy(nowMs: number): Promise<Border | null> {
    const border = await storage.border()
    if (retentionDays === null) return border
    const day = dayOf(nowMs - retentionDays * DAY_MS)
    return border !== null && border.day >= day ? border : { day, at: startOfDay(model.timeZone, day) }
  }
  async function keepUp(nowMs: number): Promise<Removed | null> {
    const border = await borderBy(nowMs)
    if (border === null || border.day === doneTo) return null
    let messages = 0
    const days = new Set<Day>()
    const turn = async (transaction: Transaction, after: PersonId) =>
      // Rows that are just being made by another model need their messages still.
      (await transaction.foldVersion()) === foldVersion
        ? transaction.removeMessages(border, after, messagesATurn)
        : null
    for (let after: PersonId | null = 0; after !== null;) {
      if (isStopped) break
      const from: PersonId = after
      const removed = await storage.transaction((transaction) => turn(transaction, from))
      if (removed === null) break
      messages += removed.occurredAt.length
      for (const at of removed.occurredAt) days.add(dayOf(at))
      after = removed.after
      if (after === null) doneTo = border.day
      else if (removed.occurredAt.length > 0) await wait(GAP_MS)
      else await turnOfTheLoop()
    }
    return messages === 0 ? null : { messages, days: days.size }
  }

  return {
    keepUp(nowMs) {
      running ??= keepUp(nowMs).finally(() => (running = null))
      return running
    },
    async stop() {
      isStopped = true
      await Promise.allSettled([running])
    },
  }
}
