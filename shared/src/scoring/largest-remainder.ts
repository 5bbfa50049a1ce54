/** A whole and its parts, rounded so that the parts still sum to it. */
export interface RoundedTogether {
  whole: number
  /** In the order given, each less than one unit of the last digit off. */
  parts: number[]
}

/**
 * Rounds numbers for display so that the parts shown add up to the whole shown, negative ones too. A larger part is never
 * shown as a smaller number, and a part of 0 stays 0. The whole may have been rounded before, as the part of another one.
 * Formula: ⌊p_i⌋ each, and 1 more for as many of the largest p_i − ⌊p_i⌋ as the sum lacks, in units of the last digit.
 * Source: method of largest remainders (Hamilton 1792).
 * Assumes: the parts sum to the whole.
 */
export function roundTogether(parts: readonly number[], whole: number, digits = 0): RoundedTogether {
  const units = 10 ** digits
  const shown = Math.round(whole * units)
  const floors = parts.map((part) => Math.floor(part * units))
  const remainders = parts.map((part, i) => part * units - (floors[i] ?? 0))
  const lacking = shown - floors.reduce((sum, floor) => sum + floor, 0)
  const byRemainder = [...parts.keys()].toSorted((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0))
  const raised = new Set(byRemainder.slice(0, Math.max(0, lacking)))
  return {
    // Plus 0, since nobody reads −0.
    whole: shown / units + 0,
    parts: floors.map((floor, i) => (floor + (raised.has(i) ? 1 : 0)) / units),
  }
}
