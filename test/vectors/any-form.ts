import * as fc from 'fast-check'

// What a model is of, as its author would write it; what is undefined was never written.

export const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const within = (least: number, most: number): fc.Arbitrary<number> => fc.double({ min: least, max: most, noNaN: true })

/** Numbers of 0 or more that a person would write: most doubles from 0 on are next to it. */
export const plain = (most: number): fc.Arbitrary<number> => fc.nat(most * 20).map((n) => n / 20)

/** Numbers above 0, most of them sensible, some at the ends of what a number can be. */
export const above0 = (wild: boolean): fc.Arbitrary<number> =>
  wild ? fc.oneof(within(0.01, 100), fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true })) : within(0.1, 60)
/** The same, and 0. */
export const from0 = (wild: boolean): fc.Arbitrary<number> => fc.oneof(fc.constant(0), above0(wild))

const TRAIT_TESTS = [
  { trait: 'plan', is: 'enterprise' },
  { trait: 'nps', is: 0 },
  { trait: 'nps', atLeast: 9 },
  { trait: 'nps', below: 7 },
  { trait: 'seats', atLeast: 3 },
] as const

function dimension(actions: readonly string[], wild: boolean): fc.Arbitrary<unknown> {
  const positive = above0(wild)
  const share = within(0.01, 1)
  const common = {
    target: positive,
    weight: positive,
    curve: optional(fc.constantFrom('saturating', 'linear')),
    accountShare: optional(share),
  }
  const counted = optional(fc.uniqueArray(fc.constantFrom(...actions), { minLength: 1 }))
  return fc.oneof(
    fc.record({ ...common, amount: fc.constantFrom('days', 'counterparts'), actions: counted }),
    fc.record({ ...common, amount: fc.constant('value'), actions: counted, maxShare: optional(share) }),
    fc.record({ ...common, amount: fc.constant('features'), actions: counted, adoptedDays: optional(positive) }),
    fc.record({ ...common, amount: fc.constant('trait'), trait: fc.constantFrom('nps', 'seats') }),
  )
}

const when = fc
  .record({
    trait: optional(fc.constantFrom({ plan: 'enterprise' }, { plan: 'free', nps: 0 }, { seats: 3 })),
    // The check lets in fractions too.
    daysKnown: optional(
      fc
        .record({ atLeast: fc.oneof(fc.nat(70), plain(70)), atMost: fc.oneof(fc.nat(70), plain(70)) })
        .map(({ atLeast, atMost }) =>
          atLeast <= atMost ? { atLeast, atMost } : atMost > 35 ? { atMost } : { atLeast: atMost },
        ),
    ),
  })
  .filter(({ trait, daysKnown }) => trait !== undefined || daysKnown !== undefined)

/** A model of dimensions without its actions: with profiles and multipliers, or without. */
export function anyComposite(actions: readonly string[], wild: boolean): fc.Arbitrary<object> {
  const dimensions = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), dimension(actions, wild), { minKeys: 1 })
  const profiles = fc
    .array(fc.record({ when, dimensions }), { maxLength: 3 })
    .map((all) => all.map((profile, i) => ({ name: `p${i}`, ...profile })))
  const times = wild ? fc.oneof(plain(2), from0(true)) : plain(2)
  const multiplier = fc.record({ test: fc.constantFrom(...TRAIT_TESTS), times })
  const multipliers = fc
    .array(multiplier, { maxLength: 3 })
    .map((all) => all.map(({ test, times: by }) => ({ ...test, times: by })))
  return fc.record({ dimensions, profiles: optional(profiles), multipliers: optional(multipliers) })
}

/** An action of a model, as far as points are given for what it has. */
export interface AnyAction {
  readonly feature?: string | { readonly property: string } | undefined
  readonly volume?: string | undefined
}

function line(actions: Readonly<Record<string, AnyAction>>, wild: boolean): fc.Arbitrary<{ signal: unknown }> {
  const named = Object.values(actions).flatMap(({ feature }) => (typeof feature === 'string' ? [feature] : []))
  const summed = Object.entries(actions).flatMap(([of, { volume }]) =>
    volume === undefined ? [] : [{ sum: volume, of }],
  )
  const hasFeature = Object.values(actions).some(({ feature }) => feature !== undefined)
  const features = [true as const, ...(named.length > 0 ? [[...new Set(named)], named.slice(0, 1)] : [])]
  const counted = fc.oneof(
    fc.record({ count: fc.constantFrom(...Object.keys(actions)) }),
    ...(summed.length > 0 ? [fc.constantFrom(...summed)] : []),
    ...(hasFeature ? [fc.record({ features: fc.constantFrom(...features) })] : []),
  )
  const held = fc.oneof(fc.constantFrom(...TRAIT_TESTS), fc.record({ quietDays: above0(wild) }))
  const points = plain(100).map((n) => n - 50)
  const common = {
    points: wild ? fc.oneof(points, fc.double({ noNaN: true, noDefaultInfinity: true })) : points,
    max: optional(above0(wild)),
    group: optional(fc.constantFrom('g', 'h')),
  }
  return fc.oneof(
    { arbitrary: fc.record({ ...common, signal: counted, per: optional(above0(wild)) }), weight: 3 },
    { arbitrary: fc.record({ ...common, signal: held }), weight: 1 },
  )
}

/** A model of points without its actions. */
export function anyPoints(actions: Readonly<Record<string, AnyAction>>, wild: boolean): fc.Arbitrary<object> {
  return fc.record({
    form: fc.constant('points'),
    max: above0(wild),
    windowDays: above0(wild),
    halfLifeDays: optional(fc.option(above0(wild))),
    lines: fc.uniqueArray(line(actions, wild), {
      minLength: 1,
      maxLength: 6,
      selector: ({ signal }) => JSON.stringify(signal),
    }),
  })
}
