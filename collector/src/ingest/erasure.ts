import { setTimeout as wait } from 'node:timers/promises'
import type { Model } from '@uptake/shared/model'
import { RESERVED_EVENTS } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { ErasureCounts, Storage, SubjectKind } from '../storage/storage.ts'
import { REMEMBERED_MS } from './erased.ts'

/** Erases people and accounts: all that is theirs, and their id in what is kept of others. */
export interface Erasures {
  /**
   * Erases whoever has an id. From the first moment on nobody has it; the rest goes in short transactions, and a process
   * that ends in the middle leaves it to the next. Another call for the same id meanwhile is of the same erasure.
   * @throws UptakeError `not_found` where nothing is held by that id, `unavailable` where the store cannot be written, or
   *   this was stopped
   */
  erase(of: SubjectKind, id: string, nowMs: number): Promise<Erased>
  /** Ends what others have left, and forgets who was erased longer ago; resolves to how many erasures were ended. */
  keepUp(nowMs: number): Promise<number>
  /** Stops for good between two transactions, and resolves when nothing more is written. */
  stop(): Promise<void>
}
export interface Erased extends ErasureCounts {
  /** Whether what was removed is gone from the files too; else somebody was reading, and whoever keeps up sees to it. */
  readonly overwritten: boolean
}

/** Others wait for a transaction of so many as long as for one that commits a large batch. */
const MESSAGES_A_TURN = 1_000
/** Between two transactions, so that other processes get their turn. */
const GAP_MS = 30

export function createErasures(storage: Storage, { input }: Model, messagesATurn: number = MESSAGES_A_TURN): Erasures {
  const running = new Set<Promise<unknown>>()
  /** Those that were asked for here, and are told of. */
  const asked = new Set<number>()
  let isStopped = false
  const words = new Set([...RESERVED_EVENTS, ...wordsOf(input)])

  /** Null where another process has ended it. */
  async function end(erasure: number): Promise<Erased | null> {
    let counts: ErasureCounts | null = null
    for (;;) {
      if (isStopped) throw stopped()
      const turn = await storage.transaction((transaction) => transaction.eraseNext(erasure, messagesATurn))
      if (turn === null) return counts && { ...counts, overwritten: true }
      counts = turn.counts
      if (turn.isDone) break
      await wait(GAP_MS)
    }
    const overwritten = await storage.overwriteRemoved()
    if (overwritten) await storage.transaction((transaction) => transaction.endErasure(erasure))
    return { ...counts, overwritten }
  }
  function run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = work().finally(() => running.delete(result))
    running.add(result)
    return result
  }

  return {
    erase: (of, id, nowMs) =>
      run(async () => {
        const { erasure, before } = await storage.transaction(async (transaction) => ({
          before: (await transaction.erasedAt(of, [id])).get(id),
          erasure: await transaction.beginErasure(of, id, nowMs, (text) => words.has(text)),
        }))
        asked.add(erasure)
        const erased = await end(erasure).finally(() => asked.delete(erasure))
        if (erased === null || !isAnything(erased)) throw nothingHeld(of, before)
        return erased
      }),
    keepUp: (nowMs) =>
      run(async () => {
        const left = (await storage.erasures()).filter((erasure) => !asked.has(erasure))
        for (const erasure of left) await end(erasure)
        await storage.transaction((transaction) => transaction.forgetErased(nowMs - REMEMBERED_MS))
        return left.length
      }),
    async stop() {
      isStopped = true
      await Promise.allSettled(running)
    },
  }
}

/** All that a model says by a text: properties, traits and their values, features, and its own terms. */
function* wordsOf(part: unknown): Generator<string> {
  if (typeof part === 'string') yield part
  if (typeof part !== 'object' || part === null) return
  for (const [key, value] of Object.entries(part)) {
    if (!Array.isArray(part)) yield key
    yield* wordsOf(value)
  }
}
const isAnything = (erased: Erased): boolean =>
  Object.values(erased).some((value) => typeof value === 'number' && value > 0)

function nothingHeld(of: SubjectKind, before: number | undefined): UptakeError {
  const what = of === 'person' ? 'user' : 'account'
  const erased = before === undefined ? '' : `; one was erased at ${new Date(before).toISOString()}`
  const hint = 'Check the id, and whether it is a user’s or an account’s.'
  return new UptakeError('not_found', `nothing is held of a ${what} by that id${erased}`, hint)
}
function stopped(): UptakeError {
  const hint = 'It goes on when the collector starts, or is asked for again.'
  return new UptakeError('unavailable', 'the erasure was stopped in the middle', hint)
}
