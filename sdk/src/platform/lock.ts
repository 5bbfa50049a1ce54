/** Runs a task when it is its turn; resolves when the task has ended, or the signal gave up the turn or the place in the queue. */
export type TakeTurn = (signal: AbortSignal, task: () => Promise<void>) => Promise<void>

/**
 * One turn at a time among the tabs of an origin, by the name of it.
 * @param onMissing - there are no locks here (an insecure context, a sandboxed frame): every tab has its turn at once
 */
export function createTurns(name: string, onMissing: () => void): TakeTurn {
  return async (signal, task) => {
    const over = new Promise((resolve) => signal.addEventListener('abort', resolve))
    const hold = () => Promise.race([task(), over])
    try {
      await navigator.locks.request(name, { signal }, hold)
    } catch {
      if (signal.aborted) return
      onMissing()
      await hold()
    }
  }
}
