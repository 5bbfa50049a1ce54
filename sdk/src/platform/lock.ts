/** The right to send for all tabs of the origin. */
export interface Lock {
  acquire: () => void
  release: () => void
}

/**
 * @param onHeld - this tab has it
 * @param onMissing - there are no locks here (an insecure context, an old browser): every tab has to send on its own
 */
export function createLock(name: string, onHeld: () => void, onMissing: () => void): Lock {
  let asked: AbortController | undefined
  return {
    acquire() {
      if (asked) return
      asked = new AbortController()
      const { signal } = asked
      const released = new Promise((resolve) => signal.addEventListener('abort', resolve))
      const held = (): Promise<unknown> => {
        onHeld()
        return released
      }
      // Typed as always there, but it is not in an insecure context.
      const locks = navigator.locks as LockManager | undefined
      if (!locks) return onMissing()
      locks.request(name, { signal }, held).catch(() => signal.aborted || onMissing())
    },
    release() {
      asked?.abort()
      asked = undefined
    },
  }
}
