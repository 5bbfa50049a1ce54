import { openBareClient, openClient } from './in-page.ts'

/** The SDK, and the least that could be done. */
export const SIDES = { sdk: openClient, bare: openBareClient }
export type Side = keyof typeof SIDES

/** Measures both, round after round, so that what disturbs the machine is in both. */
export async function inTurns<T>(rounds: number, measure: (side: Side) => Promise<T>): Promise<Record<Side, T[]>> {
  const measured: Record<Side, T[]> = { sdk: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    // oxlint-disable-next-line no-await-in-loop -- side by side they would disturb each other
    for (const side of ['sdk', 'bare'] as const) measured[side].push(await measure(side))
  }
  return measured
}

/** A value of each round for both sides. */
export function valuesOf<T>(
  measured: Record<Side, T[]>,
  read: (one: T) => number,
): { values: number[]; bare: number[] } {
  return { values: measured.sdk.map(read), bare: measured.bare.map(read) }
}
