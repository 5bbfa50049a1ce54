import type { Storage, SubjectKind } from '../storage/storage.ts'
import type { Instant } from './instant.ts'
import type { InForce } from './scores.ts'
import type { Beside } from './standing.ts'

/** Gives what a standing at an instant is told beside. */
export function createBeside(
  storage: Pick<Storage, 'newestSnapshot'>,
  { version, cycle }: Pick<InForce, 'version' | 'cycle'>,
): (of: SubjectKind, at: Instant) => Promise<Beside> {
  // Of the newest snapshot by then, whose own day was over; one that was made again since knows what was not known then.
  return async (of, { day, receivedBy }) => {
    const newest = await storage.newestSnapshot(of, day - 1)
    const isKnown = newest?.model === version && (receivedBy === null || newest.madeAt <= receivedBy)
    return { version, cycle, medianChange: isKnown ? newest.medianChange : null }
  }
}
