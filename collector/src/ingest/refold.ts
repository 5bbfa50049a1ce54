import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import type { Model } from '@uptake/shared/model'
import { UptakeError } from '../errors.ts'
import type { Refold, Storage, Transaction } from '../storage/storage.ts'
import { createFold } from './fold-messages.ts'
import { foldVersionOf } from './fold-version.ts'
import { limitFeatures } from './store-folds.ts'

interface RefoldOptions {
  /** Folds again even where all is folded by this model already. */
  readonly always: boolean
  readonly messagesATurn?: number
}

/**
 * Throws rows, interactions, traits and marks away and makes them again from the messages, some people or accounts a transaction,
 * and gives how far it has come after each. Whoever stops asking stops it; it goes on from there when it is called
 * again, by this process or another, and several share the work. In the end scores that were kept are thrown away too. What
 * days before the store's border hold stays as it is: their messages are gone.
 * @throws UptakeError `unavailable` where another process has begun to fold by another model
 */
export async function* refold(
  storage: Storage,
  model: Model,
  { always, messagesATurn = 5_000 }: RefoldOptions,
): AsyncGenerator<Refold, void> {
  const version = foldVersionOf(model)
  const fold = createFold(model)

  async function begin(transaction: Transaction): Promise<void> {
    if ((await transaction.refold())?.version === version) return
    if (always || (await transaction.foldVersion()) !== version) await transaction.beginRefold(version)
  }
  async function goOn(transaction: Transaction): Promise<Refold | null> {
    const under = await transaction.refold()
    if (under?.version !== version) {
      // Another process may have done the rest.
      if ((await transaction.foldVersion()) === version) return null
      const message = 'another process has begun to fold this store by another model'
      throw new UptakeError('unavailable', message, 'Use the configuration that is to be in force for both.')
    }
    const turn = await transaction.nextToRefold(messagesATurn)
    if (turn === null) {
      await transaction.endRefold()
      await transaction.clearScores()
      return null
    }
    const folds = fold(turn.messages, await transaction.border())
    await transaction.putRefolded(turn, await limitFeatures(transaction, model, folds))
    return transaction.refold()
  }

  await storage.transaction(begin)
  for (let progress = await storage.transaction(goOn); progress !== null;) {
    yield progress
    progress = await storage.transaction(goOn)
  }
}

/**
 * Brings rows, interactions, traits and marks to the model, where another has folded them, or has not been folded by to the end.
 *
 * @returns how many messages were folded again; null where nothing had to be done
 */
export async function refoldIfChanged(
  storage: Storage,
  model: Model,
  onProgress: (progress: Refold) => void = () => undefined,
): Promise<number | null> {
  if ((await storage.foldVersion()) === foldVersionOf(model)) return null
  let folded = 0
  for await (const progress of refold(storage, model, { always: false })) {
    folded = progress.folded
    onProgress(progress)
    // Signals are seen between two turns.
    await turnOfTheLoop()
  }
  return folded
}
