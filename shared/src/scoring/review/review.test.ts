import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { DimensionsInput, ModelInput, PointsLineInput } from '../../model/types.ts'
import { gamingBounds } from './gaming.ts'
import { reviewModel } from './review.ts'

/** A model with nothing to warn of. */
const good = {
  actions: {
    report_created: { feature: 'reports', value: 3 },
    report_shared: { feature: 'sharing', value: 4, counterparts: 'with' },
    signed_in: { passive: true },
  },
  dimensions: {
    frequency: { amount: 'days', target: 3, weight: 0.4 },
    depth: { amount: 'value', target: 20, weight: 0.2 },
    breadth: { amount: 'features', target: 4, weight: 0.2 },
    collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
  },
} satisfies DimensionsInput
const points = (lines: readonly PointsLineInput[], actions: ModelInput['actions'] = good.actions): ModelInput => ({
  form: 'points',
  actions,
  max: 100,
  windowDays: 30,
  lines,
})
/** What gives points to each action of the good model, and too few to warn of. */
const capped: PointsLineInput[] = [
  { signal: { count: 'report_created' }, points: 5, max: 50 },
  { signal: { count: 'report_shared' }, points: 5, max: 50 },
]

const warningsOf = (input: ModelInput): Record<string, string> =>
  Object.fromEntries(reviewModel(toModel(input)).map(({ path, message, hint }) => [path, `${message}; ${hint}`]))
const numbered = <Item>(count: number, item: Item): Record<string, Item> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`action_${i}`, item]))

it('has nothing to say of a good model, in either form', () => {
  expect(warningsOf(good)).toEqual({})
  expect(warningsOf(points(capped))).toEqual({})
})

describe('R1: signals', () => {
  it('are many from eleven on: actions that score, and traits', () => {
    const ten = { ...numbered(10, {}), signed_in: { passive: true } }
    expect(warningsOf({ ...good, actions: ten })).toEqual({})
    expect(warningsOf({ ...good, actions: { ...ten, one_more: {} } })).toEqual({
      actions:
        '11 signals make the score; Keep the five to seven that tell best who gets value; the others can be passive, and still be seen.',
    })
    const seats = { amount: 'trait', trait: 'seatsUsed', target: 0.8, weight: 0.2 } as const
    const profile = { name: 'team', when: { trait: { plan: 'team' } }, dimensions: { ...good.dimensions, seats } }
    expect(Object.keys(warningsOf({ ...good, actions: ten, profiles: [profile] }))).toEqual(['actions'])
  })

  it('are lines of the points form', () => {
    const lines = (count: number): PointsLineInput[] => [
      ...capped,
      ...Array.from({ length: count - 2 }, (_, i) => ({ signal: { trait: `t${i}`, is: true }, points: 1 })),
    ]
    expect(warningsOf(points(lines(10)))).toEqual({})
    expect(Object.keys(warningsOf(points(lines(11))))).toEqual(['lines'])
  })
})

describe('R3: a passive action', () => {
  it('is warned of where a dimension lists it and it can score by that', () => {
    const visits = { amount: 'days', target: 5, weight: 0.1, actions: ['signed_in'] } as const
    const met = { amount: 'counterparts', target: 5, weight: 0.1, actions: ['signed_in'] } as const
    const profile = { name: 'team', when: { trait: { plan: 'team' } }, dimensions: { ...good.dimensions, visits } }
    expect(warningsOf({ ...good, dimensions: { ...good.dimensions, met } })).toEqual({})
    expect(warningsOf({ ...good, dimensions: { ...good.dimensions, visits }, profiles: [profile] })).toEqual({
      'actions.signed_in':
        'signed_in is passive and scores, by profiles[0].dimensions.visits, dimensions.visits; Count what it leads to instead, or keep its share small: whoever only shows up scores by it.',
    })
  })

  it('is warned of where a line gives points for it, not where one takes them', () => {
    const actions = { ...good.actions, signed_in: { passive: true, volume: 'minutes', feature: 'home' } }
    const line = (signal: PointsLineInput['signal'], given = 1): ModelInput =>
      points([...capped, { signal, points: given, max: 5 }], actions)
    expect(Object.keys(warningsOf(line({ count: 'signed_in' })))).toEqual(['actions.signed_in'])
    expect(warningsOf(line({ sum: 'minutes', of: 'signed_in' }))['actions.signed_in']).toContain('by lines[2];')
    expect(warningsOf(line({ count: 'signed_in' }, -1))).toEqual({})
    // Features are those of value actions.
    expect(warningsOf(line({ features: true }))).toEqual({})
  })
})

describe('R14: an action without value', () => {
  it('is one that moves nothing by what it has', () => {
    const depth = { depth: { amount: 'value', target: 20, weight: 1, maxShare: 0.3 } } as const
    const actions = { ...good.actions, free: { value: 0 }, capped: { dailyCap: 0 }, comment_added: { value: 1 } }
    expect(Object.keys(warningsOf({ actions, dimensions: depth }))).toEqual(['actions.free', 'actions.capped'])
    expect(warningsOf({ ...good, actions })).toEqual({})
    const breadth = { ...depth, breadth: { amount: 'features', target: 4, weight: 1 } } as const
    expect(Object.keys(warningsOf({ actions, dimensions: breadth }))).toEqual(['actions.free', 'actions.capped'])
    const people = { ...depth, people: { amount: 'counterparts', target: 3, weight: 1 } } as const
    const met = { ...actions, free: { value: 0, counterparts: 'with' }, capped: { value: 0 } }
    expect(Object.keys(warningsOf({ actions: met, dimensions: people }))).toEqual(['actions.capped'])
  })

  it('may be counted in one profile alone', () => {
    const depth = {
      amount: 'value',
      target: 20,
      weight: 1,
      maxShare: 0.3,
      actions: ['report_created', 'report_shared'],
    } as const
    const other = { ...depth, actions: ['setup_done', 'report_created'] } as const
    const actions = { ...good.actions, setup_done: {} }
    const profile = { name: 'new', when: { daysKnown: { atMost: 90 } }, dimensions: { depth: other } }
    expect(Object.keys(warningsOf({ actions, dimensions: { depth } }))).toEqual(['actions.setup_done'])
    expect(warningsOf({ actions, dimensions: { depth }, profiles: [profile] })).toEqual({})
  })

  it('is one that no line names, by itself, its volume or its feature', () => {
    const listed = (lines: PointsLineInput[], actions: ModelInput['actions'] = good.actions): string[] =>
      Object.keys(warningsOf(points(lines, actions)))
    expect(listed(capped.slice(0, 1))).toEqual(['actions.report_shared'])
    expect(listed([...capped.slice(0, 1), { signal: { features: ['sharing'] }, points: 1 }])).toEqual([])
    expect(listed([...capped.slice(0, 1), { signal: { features: ['reports'] }, points: 1 }])).toEqual([
      'actions.report_shared',
    ])
    const featureless = { ...good.actions, report_shared: {} }
    expect(listed([...capped.slice(0, 1), { signal: { features: true }, points: 1 }], featureless)).toEqual([
      'actions.report_shared',
    ])
    const reading = { ...good.actions, report_shared: { feature: { property: 'area' } } }
    expect(listed([...capped.slice(0, 1), { signal: { features: ['reports'] }, points: 1 }], reading)).toEqual([])
    const summed = { ...good.actions, report_shared: { volume: 'pages' } }
    expect(
      listed([...capped.slice(0, 1), { signal: { sum: 'pages', of: 'report_shared' }, points: 1, max: 5 }], summed),
    ).toEqual([])
    // A penalty moves the score too, no points do not.
    expect(listed([...capped.slice(0, 1), { signal: { count: 'report_shared' }, points: -1 }])).toEqual([])
    expect(listed([...capped.slice(0, 1), { signal: { count: 'report_shared' }, points: 0 }])).toEqual([
      'actions.report_shared',
    ])
  })
})

describe('R14: gaming', () => {
  it('is warned of from 60 on, naming the action that pays most and what it gives', () => {
    const { frequency, ...others } = good.dimensions
    const warnings = warningsOf({ ...good, dimensions: { ...others, frequency: { ...frequency, weight: 0.5 } } })
    expect(warnings['dimensions']).toMatch(
      /^report_created alone, repeated for ever, scores 61\.\d; Weigh more than one/,
    )
    expect(gamingBounds(toModel(good))).toMatchObject([
      { action: 'report_created', score: expect.closeTo(58.07, 2) as number },
    ])
  })

  it('is looked for in every profile', () => {
    const dimensions = { frequency: good.dimensions.frequency }
    const profiles = [
      { name: 'enterprise', when: { trait: { plan: 'enterprise' } }, dimensions: good.dimensions },
      { name: 'new', when: { daysKnown: { atMost: 90 } }, dimensions },
      { name: 'first-days', when: { daysKnown: { atMost: 6 } }, dimensions },
    ]
    expect(warningsOf({ ...good, profiles })).toEqual({
      'profiles[1].dimensions': expect.stringMatching(
        /^report_created alone, .* scores 97\.\d in profile "new";/,
      ) as string,
    })
  })

  it('lasts no longer than a profile does', () => {
    const slow = {
      breadth: { amount: 'features', target: 1, weight: 1, adoptedDays: 40, actions: ['report_created'] },
    } as const
    const inTheFirst = (atMost: number): number | undefined => {
      const profile = { name: 'new', when: { daysKnown: { atMost } }, dimensions: slow }
      return gamingBounds(toModel({ ...good, profiles: [profile] }))[0]?.score
    }
    // Seven of forty days: 100 · (1 − 5^(−7/40)) is 24.5, and a little has decayed.
    expect(inTheFirst(7)).toBeCloseTo(23.03, 2)
    expect(inTheFirst(90)).toBeGreaterThan(2 * (inTheFirst(7) ?? 0))
  })

  it('takes no traits, and makes no penalty of what who games stops short of', () => {
    const multipliers = [{ trait: 'nps', atLeast: 9, times: 2 }]
    expect(warningsOf({ ...good, multipliers })).toEqual({})
    const lines = [
      { signal: { count: 'report_created' }, points: 10, max: 80 },
      { signal: { count: 'report_created' }, per: 50, points: -100 },
    ]
    const [bound] = gamingBounds(toModel(points([...capped.slice(1), ...lines])))
    expect(bound).toMatchObject({ action: 'report_created', score: 80 })
  })

  it('of points is bounded by a line’s max, or its daily cap over the window', () => {
    const once = { ...good.actions, report_created: { dailyCap: 1 } }
    const line = { signal: { count: 'report_created' }, points: 1 }
    expect(gamingBounds(toModel(points([line], once)))[0]?.score).toBe(30)
    expect(Object.keys(warningsOf(points([...capped, { ...line, per: 0.5 }], once)))).toEqual(['lines'])
    expect(gamingBounds(toModel(points(capped)))[0]?.score).toBe(50)
    const long = { ...points([line], once), horizonDays: 1, windowDays: 70 }
    expect(gamingBounds(toModel(long))[0]?.score).toBe(70)
  })

  it('of a volume is as much as a day can hold, where no cap stops it', () => {
    const actions = { rows_imported: { volume: 'rows', value: 1e-12 } }
    const depth = { depth: { amount: 'value', target: 7, weight: 1 } } as const
    expect(gamingBounds(toModel({ actions, dimensions: depth }))[0]?.score).toBeCloseTo(80, 9)
  })

  it('of a passive action that is listed counts too', () => {
    const visits = { visits: { amount: 'days', target: 5, weight: 1, actions: ['signed_in'] } } as const
    expect(gamingBounds(toModel({ actions: { signed_in: { passive: true } }, dimensions: visits }))[0]?.action).toBe(
      'signed_in',
    )
  })
})
