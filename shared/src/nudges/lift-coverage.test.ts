import { randomBeta, randomBinomial, randomGeometric, randomLcg } from 'd3-random'
import { describe, expect, it } from 'vitest'
import { liftOf, type Unit } from './lift.ts'

/** More of them change little: they make an interval as long as it is by chance a little less by chance. */
const RESAMPLES = process.env['UPTAKE_FAULTS'] === 'real' ? 1_000 : 200
const RUNS = 1_000

interface Simulated {
  /** Units that are shown it, and held out. */
  readonly arms: readonly [shown: number, held: number]
  /** The share that reaches the goal without the nudge, and what the nudge adds. */
  readonly share: number
  readonly lift: number
  /** How alike people of an account are, from 0 to 1: the correlation of two of them. People are on their own without. */
  readonly alike?: number
}

const random = randomLcg(0.42)
/** Accounts of 1 person and more, of 6 on average, a few of 30. */
const size = randomGeometric.source(random)(1 / 6)
const [beta, binomial] = [randomBeta.source(random), randomBinomial.source(random)]

function simulate(units: number, share: number, alike: number | undefined): Unit[] {
  if (alike === undefined) return Array.from({ length: units }, () => ({ people: 1, total: random() < share ? 1 : 0 }))
  // Each account has its own share: the narrower, the less alike.
  const apart = 1 / alike - 1
  const own = beta(share * apart, (1 - share) * apart)
  return Array.from({ length: units }, () => {
    const people = size()
    return { people, total: binomial(people, own())() }
  })
}

/** In how many of all runs the interval covers the lift, and excludes zero. */
function intervals({ arms, share, lift, alike }: Simulated, { runs = RUNS, regroup = (units: Unit[]) => units } = {}) {
  let [covering, excludingZero] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const shown = regroup(simulate(arms[0], share + lift, alike))
    const held = regroup(simulate(arms[1], share, alike))
    const [low, high] = liftOf(shown, held, random, RESAMPLES)?.interval ?? [NaN, NaN]
    if (low <= lift && lift <= high) covering++
    if (low > 0 || high < 0) excludingZero++
  }
  return { covering: covering / runs, excludingZero: excludingZero / runs }
}

describe.each<[string, Omit<Simulated, 'lift'>]>([
  ['people, half of them held out, as few as may be', { arms: [50, 50], share: 0.3 }],
  ['people, a tenth held out', { arms: [450, 50], share: 0.2 }],
  ['accounts whose people move together, as few as may be', { arms: [50, 50], share: 0.3, alike: 0.5 }],
  ['accounts whose people move together, a tenth held out', { arms: [450, 50], share: 0.2, alike: 0.5 }],
])('%s', (_, simulated) => {
  it('R19: an interval covers the lift in 86 to 94 % of 1,000 runs', () => {
    const { covering } = intervals({ ...simulated, lift: 0.1 })
    expect(covering).toBeGreaterThanOrEqual(0.86)
    expect(covering).toBeLessThanOrEqual(0.94)
  })

  it('R19: it excludes zero in at most 12 % of 1,000 runs without a lift', () => {
    expect(intervals({ ...simulated, lift: 0 }).excludingZero).toBeLessThanOrEqual(0.12)
  })
})

it.each<[string, Omit<Simulated, 'arms' | 'lift'>]>([
  ['that hardly anybody reaches', { share: 0.02 }],
  ['that hardly anybody reaches, in accounts', { share: 0.05, alike: 0.5 }],
  ['that accounts reach as one', { share: 0.3, alike: 0.99 }],
])('a goal %s makes no lift out of nothing either', (_, simulated) => {
  expect(intervals({ ...simulated, arms: [450, 50], lift: 0 }).excludingZero).toBeLessThanOrEqual(0.12)
})

it('people of accounts taken on their own would make lifts out of nothing', () => {
  const regroup = (units: Unit[]): Unit[] =>
    units.flatMap(({ people, total }) => Array.from({ length: people }, (_, i) => ({ people: 1, total: +(i < total) })))
  const simulated = { arms: [450, 50], share: 0.2, alike: 0.5 } as const
  const options = { runs: 100, regroup }
  expect(intervals({ ...simulated, lift: 0 }, options).excludingZero).toBeGreaterThan(0.25)
  expect(intervals({ ...simulated, lift: 0.1 }, options).covering).toBeLessThan(0.75)
})
