import { median } from '../sdk/figure.ts'

/** How often each figure is measured; the median counts. */
export const ROUNDS = 3

/** A figure against its baseline of the same minute, a value for each round. */
export interface Ratio {
  readonly what: string
  /** Of both. @defaultValue "/s" */
  readonly unit?: string
  readonly values: readonly number[]
  readonly bare: readonly number[]
  readonly atLeast?: number
  readonly atMost?: number
  /** What is aimed at, in the direction of the bound. */
  readonly aim?: number
}

/** Prints the median of the rounds' ratios with the least and the greatest, what they are made of, and whether the bound holds. */
export function printRatio({ what, unit = '/s', values, bare, ...bounds }: Ratio): void {
  const ratios = values.map((value, round) => value / (bare[round] ?? Number.NaN))
  const middle = median(ratios)
  const spread = `${digits(Math.min(...ratios))} to ${digits(Math.max(...ratios))}`
  const sides = `${amount(median(values))} against ${amount(median(bare))} ${unit}`
  process.stdout.write(`${what}: ${digits(middle)} (${spread}; ${sides})${verdict(middle, bounds)}\n`)
}

/** What is said of a value that has bounds. */
export function verdict(value: number, { atLeast, atMost, aim }: Pick<Ratio, 'atLeast' | 'atMost' | 'aim'>): string {
  const says = (holds: boolean) => (holds ? 'holds' : 'MISSES')
  let text = ''
  if (atLeast !== undefined) text += `; at least ${atLeast}: ${says(value >= atLeast)}`
  if (atMost !== undefined) text += `; at most ${atMost}: ${says(value <= atMost)}`
  if (aim !== undefined) text += `; aim ${aim}: ${says(atLeast === undefined ? value <= aim : value >= aim)}`
  return text
}

const digits = (value: number): string => value.toFixed(2)
/** Whole where it is large. */
export const amount = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
