import { UptakeError } from '../errors.ts'
import type { Submission } from './accept.ts'

interface Waiting<Result> {
  readonly submission: Submission
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** The most messages that share a transaction; what has waited longer goes first. */
const MAX_MESSAGES = 5_000

/**
 * Lets submissions that arrive together share a transaction, and with it the wait for the disk: whatever has arrived when
 * the event loop turns, or while the transaction before was committing, goes at once. There is no timer.
 *
 * @param commit - gives a result for each submission, in their order
 * @returns a function that resolves to the submission's own result, once it is committed
 */
export function createGroupCommit<Result>(
  commit: (submissions: readonly Submission[]) => Promise<readonly Result[]>,
): (submission: Submission) => Promise<Result> {
  let waiting: Waiting<Result>[] = []
  let isBusy = false

  function take(): Waiting<Result>[] {
    let messages = 0
    let count = 0
    while (count < waiting.length && (count === 0 || messages < MAX_MESSAGES)) {
      messages += waiting[count++]?.submission.messages.length ?? 0
    }
    const group = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return group
  }
  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = take()
      // What one of them brings about must not cost the others: after a failure each goes alone.
      if (!(await settle(group))) for (const one of group) await settle([one])
    }
    isBusy = false
  }
  async function settle(group: readonly Waiting<Result>[]): Promise<boolean> {
    try {
      const results = await commit(group.map(({ submission }) => submission))
      for (const [index, result] of results.entries()) group[index]?.resolve(result)
      return true
    } catch (error) {
      // What keeps the store from being written would be waited for anew by each.
      const isOver = group.length === 1 || (error instanceof UptakeError && error.code === 'unavailable')
      if (isOver) for (const { reject } of group) reject(error)
      return isOver
    }
  }

  return (submission) =>
    new Promise((resolve, reject) => {
      waiting.push({ submission, resolve, reject })
      if (isBusy) return
      isBusy = true
      setImmediate(() => void run())
    })
}
