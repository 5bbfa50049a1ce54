/** One turn at a time among the tabs of an origin. */
export interface Lock {
  /** Runs something when it is this tab's turn. `isOver` tells that the turn was given up. */
  run: (task: (isOver: () => boolean) => Promise<void>) => Promise<void>
  /** Gives up the turn, or the place in the queue. */
  release: () => void
}

/** @param onMissing - there are no locks here (an insecure context, a sandboxed frame): every tab has its turn at once */
export function createLock(name: string, onMissing: () => void): Lock {
  let turn = new AbortController()
  return {
    async run(task) {
      const { signal } = (turn = new AbortController())
      const released = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      const hold = (): Promise<void> => Promise.race([task(() => signal.aborted), released])
      // Typed as always there.
      const locks = navigator.locks as LockManager | undefined
      try {
        if (locks) return await locks.request(name, { signal }, hold)
      } catch {
        if (signal.aborted) return
      }
      onMissing()
      await hold()
    },
    release: () => turn.abort(),
  }
}
