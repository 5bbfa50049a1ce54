import type { Commit, Submission } from './accept.ts'

interface Waiting {
  readonly submission: Submission
  readonly resolve: (accepted: number) => void
  readonly reject: (error: unknown) => void
}

/** The most messages that share a transaction; what has waited longer goes first. */
const MAX_MESSAGES = 5_000

/**
 * Lets submissions that arrive together share a transaction, and with it the wait for the disk: whatever has arrived when
 * the event loop turns, or while the transaction before was committing, goes at once. There is no timer.
 *
 * @returns a function that resolves to how many messages of the submission were new, once they are committed
 */
export function createGroupCommit(commit: Commit): (submission: Submission) => Promise<number> {
  let waiting: Waiting[] = []
  let isBusy = false

  function take(): Waiting[] {
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
  async function settle(group: readonly Waiting[]): Promise<boolean> {
    try {
      const accepted = await commit(group.map(({ submission }) => submission))
      for (const [index, { resolve }] of group.entries()) resolve(accepted[index] ?? 0)
      return true
    } catch (error) {
      if (group.length === 1) for (const { reject } of group) reject(error)
      return group.length === 1
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
