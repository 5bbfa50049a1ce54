/** Runs something after so many milliseconds; returns what cancels it. */
export type Later = (ms: number, run: () => void) => () => void

/** A wait that can be cut short. */
export interface Pause {
  wait: (ms: number) => Promise<void>
  end: () => void
}

export function createPause(later: Later): Pause {
  let end: (() => void) | undefined
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const cancel = later(ms, resolve)
        end = () => {
          cancel()
          resolve()
        }
      }),
    end: () => end?.(),
  }
}
