import type { Group } from './group.ts'
import type { Subject } from './subject.ts'

const SEATS = 3
const USERS = 1.5

/**
 * The effective number of users; 0 where nobody did anything of value.
 * Formula: exp(−Σ_u p_u · ln p_u), p_u = u's share of all value. Source: Hill number of order 1 (Hill 1973).
 */
export function effectiveUsers(values: readonly number[]): number {
  // Over the largest first, since values may be too large to be summed.
  const largest = values.reduce((most, value) => Math.max(most, value), 0)
  if (largest === 0) return 0
  const shares = values.map((value) => value / largest)
  const sum = shares.reduce((total, share) => total + share, 0)
  const entropy = shares.reduce(
    (total, share) => (share > 0 ? total - (share / sum) * Math.log(share / sum) : total),
    0,
  )
  return Math.exp(entropy)
}

/** Whether nearly all decayed value of an account of three seats or more comes from one person; false where there is none. */
export function isSingleThreaded(subject: Subject, { seats, decays }: Group): boolean {
  if (seats < SEATS) return false
  const users = effectiveUsers(
    subject.values().map(({ byAction }, i) => {
      const decay = decays[i]
      return decay ? [...byAction.values()].reduce((total, sum) => total + sum(decay), 0) : 0
    }),
  )
  return users > 0 && users < USERS
}
