import type { Model } from '../../model/types.ts'
import type { BandCount, BaseOverview, DistributionStep, LowAlarm } from '../../wire/overview.ts'

const STEPS = 10
const MIDPOINT = 50
/** Where 40 % of the customers stand below what predicts churn, the base is unsound. */
const ALARM_SHARE = 0.4
/** The median is found by so many steps of the scale, a tenth of a point each. */
const FINE_STEPS = 1_000

type Distributed = Pick<BaseOverview, 'median' | 'aboveMidpoint' | 'distribution' | 'bands' | 'alarm'>

/** Counts scores by where they stand. */
export interface Distribution {
  add(score: number): void
  result(): Distributed
}

const stepOf = (score: number, steps: number): number => Math.min(Math.floor(score / (100 / steps)), steps - 1)

/** Makes what counts scores by tenths of the scale and by the model's bands. */
export function createDistribution({ bands }: Model): Distribution {
  let scored = 0
  let above = 0
  const steps = Array.from({ length: STEPS }, () => 0)
  const inBand = bands.map(() => 0)
  const fineCounts = new Float64Array(FINE_STEPS)
  const fineSums = new Float64Array(FINE_STEPS)

  const shareOf = (count: number): number | null => (scored === 0 ? null : count / scored)

  /** The score at a place in their order, from 0; as the mean of those within the same tenth of a point. */
  function inPlace(place: number): number {
    let passed = 0
    const step = fineCounts.findIndex((count) => (passed += count) > place)
    return (fineSums[step] ?? 0) / (fineCounts[step] ?? 1)
  }

  function toBands(): BandCount[] {
    let below = 0
    return bands.map(({ name, from }, i) => {
      const count = inBand[i] ?? 0
      const band = { name, from, count, share: shareOf(count), below: shareOf(below) }
      below += count
      return band
    })
  }

  function toAlarm([, second]: readonly BandCount[]): LowAlarm | null {
    if (!second) return null
    const { from, below } = second
    return { border: from, share: below, threshold: ALARM_SHARE, raised: below !== null && below >= ALARM_SHARE }
  }

  return {
    add(score) {
      scored += 1
      if (score > MIDPOINT) above += 1
      steps[stepOf(score, STEPS)]! += 1
      const band = bands.findLastIndex(({ from }) => score >= from)
      inBand[band]! += 1
      const fine = stepOf(score, FINE_STEPS)
      fineCounts[fine]! += 1
      fineSums[fine]! += score
    },
    result() {
      const counted = toBands()
      const distribution: DistributionStep[] = steps.map((count, i) => ({ from: 10 * i, to: 10 * (i + 1), count }))
      return {
        median: scored === 0 ? null : (inPlace(Math.floor((scored - 1) / 2)) + inPlace(Math.floor(scored / 2))) / 2,
        aboveMidpoint: shareOf(above),
        distribution,
        bands: counted,
        alarm: toAlarm(counted),
      }
    },
  }
}
