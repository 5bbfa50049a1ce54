/**
 * Lets calls meet: one that comes while another runs waits, with all who come meanwhile, for one more run that starts after
 * it, so that it sees what was there when it was called.
 */
export function createMeeting<Argument>(run: (argument: Argument) => Promise<void>): {
  call(argument: Argument): Promise<void>
  /** Resolves when nothing runs any more, whatever became of it. */
  settled(): Promise<void>
} {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const start = (argument: Argument): Promise<void> => {
    next = null
    // Where another waits, it is running from here on: none may start between the two.
    running = run(argument).finally(() => {
      if (next === null) running = null
    })
    return running
  }
  return {
    call(argument) {
      if (!running) return start(argument)
      const again = () => start(argument)
      next ??= running.then(again, again)
      return next
    },
    async settled() {
      await Promise.allSettled([running, next])
    },
  }
}
