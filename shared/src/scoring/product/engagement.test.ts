import { describe, expect, it } from 'vitest'
import { toModel } from '../../model/defaults.ts'
import { createEngagement } from './engagement.ts'
import type { Usage } from './usage.ts'

const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } } as const
const model = toModel({
  horizonDays: 28,
  actions: {
    report_created: { feature: 'reports' },
    report_copied: { feature: 'reports' },
    report_shared: { feature: 'sharing' },
    comment_added: { feature: 'comments' },
    rows_imported: { feature: 'imports' },
    searched: { feature: { property: 'area' } },
    signed_in: { feature: 'door', passive: true },
  },
  dimensions,
})
const user = (usage: Partial<Usage>): Usage => ({
  activeDays: 0,
  activeBefore: false,
  activeEarlier: false,
  features: [],
  activation: {},
  ...usage,
})
function resultOf(users: readonly Usage[], of = model) {
  const engagement = createEngagement(of)
  for (const one of users) engagement.add(one)
  return engagement.result()
}

// Four named features. Three are active: one was before too, one is new, one came back; one dropped out, one never came.
const users = [
  user({ activeDays: 14, activeBefore: true, activeEarlier: true, features: ['comments', 'reports', 'sharing'] }),
  user({ activeDays: 7, features: ['reports'] }),
  user({ activeDays: 7, activeEarlier: true, features: ['reports', 'sharing'] }),
  user({ activeBefore: true, activeEarlier: true }),
  user({}),
]

describe('R8: the product engagement score worked by hand', () => {
  const { product } = resultOf(users)

  it('adoption: ¾, ¼ and ½ of four features make 50', () => {
    expect(product.adoption).toBeCloseTo(50, 12)
  })

  it('stickiness: 28 active days over 28 make 1 a day, of 3 that is 33.3', () => {
    expect(product).toMatchObject({ activeUsers: 3, meanDailyActiveUsers: 1 })
    expect(product.stickiness).toBeCloseTo(100 / 3, 12)
  })

  it('growth: one new and one recovered, against one dropped, make 66.7', () => {
    expect(product).toMatchObject({ newUsers: 1, recoveredUsers: 1, droppedUsers: 1 })
    expect(product.growth).toBeCloseTo(200 / 3, 12)
  })

  it('the score is their mean: (50 + 33.3 + 66.7) ÷ 3 = 50', () => {
    expect(product.score).toBeCloseTo(50, 12)
  })
})

describe('R8: where there is nobody to divide by', () => {
  it('is null of an empty base, and of one that never was active', () => {
    const nothing = { score: null, adoption: null, stickiness: null, growth: null, activeUsers: 0 }
    expect(resultOf([]).product).toMatchObject(nothing)
    expect(resultOf([user({})]).product).toMatchObject(nothing)
  })

  it('growth is null where nobody came or went, and 0 where they only went', () => {
    const stays = user({ activeDays: 28, activeBefore: true })
    expect(resultOf([stays]).product).toMatchObject({ score: null, adoption: 0, stickiness: 100, growth: null })
    expect(resultOf([user({ activeBefore: true })]).product).toMatchObject({ score: null, stickiness: null, growth: 0 })
  })

  it('adoption is null where the model names no feature', () => {
    const without = toModel({ actions: { searched: { feature: { property: 'area' } } }, dimensions })
    const { product, features } = resultOf([user({ activeDays: 7 })], without)
    expect(product).toMatchObject({ score: null, adoption: null, stickiness: 25, growth: 100 })
    expect(features).toEqual([])
  })
})

describe('R19: features', () => {
  it('are listed least used first, by their share of the active users', () => {
    expect(resultOf(users).features).toEqual([
      { feature: 'imports', users: 0, share: 0, underused: true },
      { feature: 'comments', users: 1, share: 1 / 3, underused: false },
      { feature: 'sharing', users: 2, share: 2 / 3, underused: false },
      { feature: 'reports', users: 3, share: 1, underused: false },
    ])
  })

  it('are underused below one in five', () => {
    const usedBy = (count: number) =>
      resultOf(Array.from({ length: 100 }, (_, i) => user({ activeDays: 1, features: i < count ? ['imports'] : [] })))
        .features
    expect(usedBy(20)).toContainEqual({ feature: 'imports', users: 20, share: 0.2, underused: false })
    expect(usedBy(19)).toContainEqual({ feature: 'imports', users: 19, share: 0.19, underused: true })
  })

  it('are not underused where nobody is active', () => {
    expect(resultOf([]).features).toContainEqual({ feature: 'imports', users: 0, share: null, underused: false })
  })

  it('that the model no longer names are left out', () => {
    const { product, features } = resultOf([user({ activeDays: 1, features: ['gone', 'reports'] })])
    expect(product.adoption).toBe(25)
    expect(features.map(({ feature }) => feature)).not.toContain('gone')
  })
})
