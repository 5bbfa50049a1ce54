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
  /**
   * Looks once more at all that were waited for.
   * @throws Error where more of a user arrived since
   */
  stillWhole(): Promise<void>
}

export function createArrivals(storage: Storage): Arrivals {
  const calls = new Map<string, number[]>()
  const awaited = new Map<string, number>()
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
  const arrived = (userId: string): number[] => calls.get(userId) ?? []
  function check(userId: string, count: number): void {
    const all = arrived(userId)
    const distinct = new Set(all).size
    if (distinct !== count || all.length !== count)
      throw new Error(`of ${count} calls ${distinct} arrived, as ${all.length} messages`)
  }
  return {
    async whole(userId, count) {
      awaited.set(userId, count)
      const until = performance.now() + DEADLINE_MS
      while (arrived(userId).length < count && performance.now() < until) {
        // oxlint-disable-next-line no-await-in-loop -- it waits
        await sleep(50)
        // oxlint-disable-next-line no-await-in-loop
        await readOn()
      }
      check(userId, count)
    },
    async stillWhole() {
      await readOn()
      for (const [userId, count] of awaited) check(userId, count)
    },
  }
}
