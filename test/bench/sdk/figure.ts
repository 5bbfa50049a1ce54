/** What was measured, a value for each round. */
export interface Figure {
  readonly what: string
  readonly unit: 'µs' | 'ms'
  readonly values: readonly number[]
  /** The same without the time in which others had the processor. */
  readonly cpu?: readonly number[]
  /** What the least that could be done took in the same rounds. */
  readonly bare?: readonly number[]
  /** What the value stays below; without it, the figure is for orientation. */
  readonly limit?: number
}

/** A task as long as that is a long one, which a visitor may feel. */
export const LONG_TASK_MS = 50
/** Steps of an isolated page's clock: a bare time that reads zero is shorter than one. */
const CLOCK_STEP = { µs: 5, ms: 0.005 }

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The value below which such a share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN
}

/** Prints the median and the worst round, the median of the rounds' ratios, and whether the limit holds. */
export function printFigure({ what, unit, values, cpu, bare, limit }: Figure): void {
  const [middle, worst] = [median(values), Math.max(...values)]
  const text = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0))
  let line = `  ${what}: ${text(middle)} ${unit}, worst ${text(worst)}`
  if (cpu !== undefined) line += ` (of a processor ${text(median(cpu))}, ${text(Math.max(...cpu))})`
  if (bare !== undefined) {
    const ratio = median(values.map((value, round) => value / (bare[round] || CLOCK_STEP[unit])))
    line += `; ${text(ratio)} times the bare ${text(median(bare))} ${unit}`
  }
  if (limit !== undefined) {
    const verdict = worst < limit ? 'holds' : middle < limit ? 'holds in the median, not in the worst' : 'DOES NOT HOLD'
    line += `; below ${limit} ${unit}: ${verdict}`
  }
  process.stdout.write(`${line}\n`)
}
