import type { Group } from '../group.ts'
import { add, sumOf, type Amount } from './amount.ts'

/** A member's ratio counts up to here, so that nobody carries an account. */
const MAX_MEMBER_RATIO = 1.5

/**
 * Members' amounts over the seats that have to reach the target; one's own where there is one seat.
 * Formula: x = Σ_u min(x_u, m) ÷ (p_S · S), p_S = p + (1 − p)/S, m = 1.5, without limit where S = 1.
 */
export function perSeat(amounts: readonly Amount[], share: number, { seats }: Group): Amount {
  const limit = seats > 1 ? MAX_MEMBER_RATIO : Infinity
  const needed = share * seats + (1 - share)

  const parts = new Map<string, number>()
  for (const amount of amounts) {
    if (amount.ratio === 0) continue
    const counted = Math.min(amount.ratio, limit) / amount.ratio / needed
    for (const [key, part] of amount.parts) add(parts, key, part * counted)
  }
  return {
    ratio: sumOf(parts),
    parts,
    oneMore: (action, member) => {
      const amount = amounts[member]
      if (!amount) return 0
      const after = amount.ratio + amount.oneMore(action, member)
      return (Math.min(after, limit) - Math.min(amount.ratio, limit)) / needed
    },
  }
}
