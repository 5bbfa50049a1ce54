import { add, type MemberMeasure, type Measure } from './measure.ts'

/** A member's ratio counts up to here, so that nobody carries an account. */
const MAX_MEMBER_RATIO = 1.5

/**
 * Members' ratios over the seats that have to reach the target; one's own where there is one seat.
 * Formula: x = Σ_u min(x_u, m) ÷ (p_S · S), p_S = p + (1 − p)/S, m = 1.5, without limit where S = 1.
 */
export function perSeat(members: readonly MemberMeasure[], share: number): Measure {
  return ({ decays, seats }) => {
    const limit = seats > 1 ? MAX_MEMBER_RATIO : Infinity
    const needed = share * seats + (1 - share)
    const ratios = members.map((member, i) => {
      const decay = decays[i]
      return decay ? member.ratio(decay) : 0
    })
    let sum = 0
    for (const ratio of ratios) sum += Math.min(ratio, limit)
    return {
      ratio: sum / needed,
      parts() {
        const parts = new Map<string, number>()
        for (const [i, member] of members.entries()) {
          const decay = decays[i]
          const ratio = ratios[i] ?? 0
          if (!decay || ratio === 0) continue
          const counted = Math.min(ratio, limit) / ratio / needed
          for (const [key, part] of member.parts(decay)) add(parts, key, part * counted)
        }
        return parts
      },
      oneMore(action, i) {
        const decay = decays[i]
        const ratio = ratios[i] ?? 0
        const more = decay ? (members[i]?.oneMore(decay, action) ?? 0) : 0
        return (Math.min(ratio + more, limit) - Math.min(ratio, limit)) / needed
      },
    }
  }
}
