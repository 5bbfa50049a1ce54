import { setTimeout as sleep } from 'node:timers/promises'
import type { Storage } from '@uptake/collector/src/storage/storage.ts'

/** Longer than all of it takes on a machine that is busy with others. */
const DEADLINE_MS = 60_000
const PAGE = 20_000

/** Reads along what a collector commits. */
export interface Arrivals {
  /**
   * Waits until so many calls of a user are committed.
   * @throws Error where one is missing or there twice
   */
  whole(userId: string, count: number): Promise<void>
}

export function createArrivals(storage: Storage): Arrivals {
  const calls = new Map<string, number[]>()
  let seq = 0

  async function readOn(): Promise<void> {
    for (const message of await storage.messagesAfter(seq, PAGE)) {
      seq = message.seq
      if (message.event !== 'report_created' || message.userId === null) continue
      const known = calls.get(message.userId) ?? []
      known.push(Number(message.body?.['n']))
      calls.set(message.userId, known)
    }
  }
  return {
    async whole(userId, count) {
      const until = performance.now() + DEADLINE_MS
      const arrived = () => calls.get(userId) ?? []
      while (arrived().length < count && performance.now() < until) {
        // oxlint-disable-next-line no-await-in-loop -- it waits
        await sleep(50)
        // oxlint-disable-next-line no-await-in-loop
        await readOn()
      }
      const distinct = new Set(arrived()).size
      if (distinct !== count || arrived().length !== count)
        throw new Error(`of ${count} calls ${distinct} arrived, as ${arrived().length} messages`)
    },
  }
}
