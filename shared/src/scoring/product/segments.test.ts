import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import type { Model } from '../../model/types.ts'
import { createSegments } from './segments.ts'

const frequency = { amount: 'days', target: 3, weight: 1 } as const
const model = toModel({ actions: { a: {} }, dimensions: { frequency } })
type Traits = Record<string, unknown>
function resultOf(base: readonly Traits[], of: Model = model) {
  const segments = createSegments(of)
  for (const [i, traits] of base.entries())
    segments.add(new Map(Object.entries(traits)), { score: i % 2 === 0 ? 40 : 60, change: -5 })
  return segments.result()
}
const many = (count: number, traitsOf: (i: number) => Traits): Traits[] =>
  Array.from({ length: count }, (_, i) => traitsOf(i))

describe('R13: segments by trait', () => {
  it('have the mean of those who have that value, the most frequent first', () => {
    const [plan, ...rest] = resultOf([{ plan: 'pro' }, { plan: 'free' }, { plan: 'pro' }, {}])
    expect(rest).toEqual([])
    expect(plan).toMatchObject({ trait: 'plan', others: null })
    expect(plan?.segments).toMatchObject([
      { value: 'pro', count: 2, mean: 40, trend: { before: 45, now: 40, change: -5, falling: true } },
      { value: 'free', count: 1, mean: 60 },
    ])
  })

  it('tell text, numbers, true and false apart, and leave out what is none of them', () => {
    const values = ['1', 1, true, 'true', null, [1], { a: 1 }, 'long '.repeat(21)]
    const [trait, ...rest] = resultOf(values.map((value) => ({ mixed: value })))
    expect(rest).toEqual([])
    expect(trait?.segments.map(({ value }) => value)).toEqual([1, '1', true, 'true'])
  })

  it('list the 20 most frequent values, and the rest under one line', () => {
    const base = many(25, (i) => ({ size: i })).flatMap((traits, i) =>
      i === 3 ? [traits, traits] : [traits, traits, traits],
    )
    const [size] = resultOf(base)
    expect(size?.segments).toHaveLength(20)
    expect(size?.segments.map(({ value }) => value)).not.toContain(3)
    expect(size?.others).toMatchObject({ count: 14, scored: 14 })
  })

  it('are none of an id: of more than 20 values two have to share one on average', () => {
    const ids = many(21, (i) => ({ id: `i${i}` }))
    expect(resultOf(ids.slice(1))[0]).toMatchObject({ segments: { length: 20 }, others: null })
    expect(resultOf(ids)).toMatchObject([{ trait: 'id', segments: [], others: { count: 21 } }])
    expect(resultOf([...ids, ...ids.slice(1)])[0]?.segments).toEqual([])
    expect(resultOf([...ids, ...ids])[0]?.segments).toHaveLength(20)
  })

  it('are none of what has more than 1,000 values', () => {
    const twice = (count: number) => resultOf(many(2 * count, (i) => ({ amount: i % count })))[0]
    expect(twice(1_000)?.segments).toHaveLength(20)
    expect(twice(1_001)).toMatchObject({ trait: 'amount', segments: [], others: { count: 2_002 } })
  })

  it('are the same when asked for again', () => {
    const segments = createSegments(model)
    for (let size = 0; size < 25; size++) segments.add(new Map([['size', size]]), { score: 50, change: null })
    expect(segments.result()).toEqual(segments.result())
  })
})

describe('of more than 50 traits', () => {
  const base = many(30, (i) => Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`t${(i * 7 + k) % 90}`, i])))

  it('the same 50 stay, whichever came first, and nobody of theirs is missed', () => {
    const counts = (of: readonly Traits[]) =>
      resultOf(of).map(({ trait, segments, others }) => [
        trait,
        segments.reduce((sum, { count }) => sum + count, 0) + (others?.count ?? 0),
      ])
    expect(counts(base)).toHaveLength(50)
    expect(counts(base.toReversed())).toEqual(counts(base))
    for (const [trait, count] of counts(base))
      expect(count).toBe(base.filter((traits) => String(trait) in traits).length)
  })

  it('those that a profile asks for are among them', () => {
    const of = toModel({
      actions: { a: {} },
      dimensions: { frequency },
      profiles: [{ name: 'big', when: { trait: { zone: 'north' } }, dimensions: { frequency } }],
    })
    const zoned = base.map((traits) => ({ ...traits, zone: 'north', zest: 1 }))
    const names = (all: readonly { trait: string }[]) => all.map(({ trait }) => trait)
    expect(names(resultOf(zoned, of))).toContain('zone')
    expect(names(resultOf(zoned, of))).not.toContain('zest')
    expect(names(resultOf(zoned))).not.toContain('zone')
  })
})
