import type { Model } from '@uptake/shared/model'
import type { Storage } from '../storage/storage.ts'
import { createFold } from './fold-messages.ts'
import { foldVersionOf } from './fold-version.ts'
import { storeFolds } from './store-folds.ts'

const MESSAGES_A_TURN = 5_000

/**
 * Brings rows, interactions and traits to the model: where it folds otherwise than the one before, they are thrown away
 * and made again from the messages, in one transaction.
 *
 * @returns how many messages were folded again; null where nothing had to be done
 */
export function refoldIfChanged(storage: Storage, model: Model): Promise<number | null> {
  const version = foldVersionOf(model)
  const fold = createFold(model)
  return storage.transaction(async (transaction) => {
    if ((await transaction.foldVersion()) === version) return null
    await transaction.clearFolds()
    let folded = 0
    for (let after = 0; ;) {
      const messages = await transaction.messagesAfter(after, MESSAGES_A_TURN)
      await storeFolds(transaction, model, fold(messages))
      folded += messages.length
      const last = messages.at(-1)
      if (!last) break
      after = last.seq
    }
    await transaction.setFoldVersion(version)
    return folded
  })
}
