/** Whether the unit is shown the nudge, or held out to be compared with. */
export type Arm = 'shown' | 'held'

/**
 * The arm of a unit (an account, or a user without one) for a nudge: the same whenever it is asked for, and independent of its
 * arm for others.
 * @param holdout - the share that is held out, 0 to 1
 */
export function armOf(salt: string, nudge: string, unit: string, holdout: number): Arm {
  return uniform(JSON.stringify([salt, nudge, unit])) < holdout ? 'held' : 'shown'
}

/** A number in [0, 1) by a text: FNV-1a, then the finaliser of MurmurHash3, both of 32 bits. */
export function uniform(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
