import type { Logger } from 'pino'
import type { Project } from '../../project.ts'

/** How often it is looked whether a day has ended, who has to be scored again, and what is to be kept no longer. */
const LOOK_MS = 60_000

/** What a running collector does by itself. */
export interface Upkeep {
  /** Seconds since standings and history were last complete. */
  lagSeconds(): number
  /** Looks no more, and resolves when nothing more is written. */
  stop(): Promise<void>
}

export function startUpkeep(
  { snapshots, retention, erasures }: Pick<Project, 'snapshots' | 'retention' | 'erasures'>,
  now: () => number,
  log: Pick<Logger, 'info' | 'error'>,
): Upkeep {
  let completeAt = now()
  async function refresh(): Promise<void> {
    const startedAt = now()
    await snapshots.refresh(startedAt)
    completeAt = startedAt
  }
  async function remove(): Promise<void> {
    const removed = await retention.keepUp(now())
    if (removed) log.info(removed, 'messages removed that were older than data is kept')
  }
  async function erase(): Promise<void> {
    const ended = await erasures.keepUp(now())
    if (ended > 0) log.info({ erasures: ended }, 'erasures ended that had been left')
  }
  function look(): void {
    refresh().catch((err: unknown) => log.error({ err }, 'snapshot failed'))
    remove().catch((err: unknown) => log.error({ err }, 'removing old messages failed'))
    erase().catch((err: unknown) => log.error({ err }, 'erasing failed'))
  }
  const looking = setInterval(look, LOOK_MS)
  look()
  return {
    lagSeconds: () => (now() - completeAt) / 1_000,
    async stop() {
      clearInterval(looking)
      await Promise.all([snapshots.stop(), retention.stop(), erasures.stop()])
    },
  }
}
