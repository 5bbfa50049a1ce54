import type { Logger } from 'pino'
import type { Keys } from '../../http/keys.ts'

const LOOK_MS = 1_000

/**
 * Tells of other keys as soon as `.env` has them. Of a file that has none that will do the log tells, and the keys stay.
 * @param read - throws where they will not do
 * @returns a function that ends it
 */
export function watchKeys(
  read: () => Keys,
  { known, onKeys, log }: { known: Keys; onKeys: (keys: Keys) => void; log: Pick<Logger, 'info' | 'error'> },
): () => void {
  let last = JSON.stringify(known)
  // Read again and again: watched, the file would be lost where an editor or a container puts another in its place.
  const looking = setInterval(() => {
    try {
      const keys = read()
      const now = JSON.stringify(keys)
      if (now === last) return
      last = now
      onKeys(keys)
      log.info({ writeKeys: keys.writeKeys.length }, 'the keys have changed')
    } catch (error) {
      const why = String(error)
      if (why !== last) log.error({ why }, 'the keys cannot be read again: those from before hold')
      last = why
    }
  }, LOOK_MS)
  return () => clearInterval(looking)
}
