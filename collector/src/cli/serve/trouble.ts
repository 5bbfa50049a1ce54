import type { Logger } from 'pino'

/** How long after a transaction failed it is said that none can be written: then somebody has to try again. */
const TROUBLE_MS = 10_000

/** Whether messages can be written, as the last transaction showed. */
export interface Trouble {
  /** Takes down why a transaction could not be written; null where one could. A change is logged. */
  note(trouble: string | null): void
  /** What to tell who asks, null where messages can be taken in. */
  reason(): string | null
}

export function createTrouble(now: () => number, log: Pick<Logger, 'info' | 'error'>): Trouble {
  let known: string | null = null
  let notedAt = 0
  return {
    note(trouble) {
      if (trouble !== null) notedAt = now()
      if (trouble === known) return
      known = trouble
      if (trouble === null) log.info('messages can be written again')
      else log.error({ trouble }, 'messages cannot be written')
    },
    reason() {
      const isFresh = known !== null && now() - notedAt < TROUBLE_MS
      return isFresh ? 'The store cannot be written. The collector’s log says why.' : null
    },
  }
}
