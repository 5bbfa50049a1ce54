import { describe, expect, it } from 'vitest'
import type { Multiplier } from '../model/types.ts'
import { known, person, steady, T } from './handmade.ts'
import { nextActionsAt } from './next-action.ts'
import { scorePerson } from './score.ts'
import type { Scored } from './scored.ts'
import { personSubject } from './subject.ts'

/** A score of ten times `base`, multiplied. */
function scored(base: number, multipliers: Multiplier[], nps: unknown = 9): Scored {
  const model = steady(
    { health: { amount: 'trait', trait: 'base', target: 10, weight: 1, curve: 'linear' } },
    { multipliers },
  )
  const traits = [...known('base', base), ...known('nps', nps), ...known('referrals', 2)]
  return scorePerson(model, person(28, [], { traits }), T)
}
const promoter = { trait: 'nps', atLeast: 9, times: 1.2 } as const
const detractor = { trait: 'nps', below: 7, times: 0.5 } as const
const refers = { trait: 'referrals', atLeast: 1, times: 1.5 } as const

const health = (points: number) => ({ dimension: 'health', points, items: [{ key: 'base', points }] })

describe('R4: multipliers', () => {
  it('raise or lower the score, in a line of their own', () => {
    // 50 · 1.2 = 60, and 50 · 0.5 = 25.
    expect(scored(5, [promoter, detractor])).toMatchObject({
      score: 60,
      band: 'healthy',
      subscores: { health: 50 },
      contributions: [health(50), { dimension: 'multipliers', points: 10, items: [{ key: 'nps', points: 10 }] }],
    })
    expect(scored(5, [promoter, detractor], 3)).toMatchObject({
      score: 25,
      subscores: { health: 50 },
      contributions: [health(50), { dimension: 'multipliers', points: -25, items: [{ key: 'nps', points: -25 }] }],
    })
  })

  it('have no line where none holds', () => {
    expect(scored(5, [promoter, detractor], 8)).toMatchObject({ score: 50, contributions: [health(50)] })
    expect(scored(5, [promoter, detractor], '9')).toMatchObject({ score: 50, contributions: [health(50)] })
  })

  it('multiply one after the other: each adds to what those before made', () => {
    // 40 · 1.2 = 48, + 8; 48 · 1.5 = 72, + 24.
    const { score, contributions } = scored(4, [promoter, refers])
    expect(score).toBeCloseTo(72, 9)
    expect(contributions?.[1]).toMatchObject({
      dimension: 'multipliers',
      items: [{ key: 'nps' }, { key: 'referrals' }],
    })
    expect(contributions?.[1]?.items.map(({ points }) => points)).toEqual([expect.closeTo(8, 9), expect.closeTo(24, 9)])
  })

  it('of one trait are one item', () => {
    // 40 · 1.2 = 48, + 8; 48 · 1.25 = 60, + 12.
    const { contributions } = scored(4, [promoter, { trait: 'nps', atLeast: 5, times: 1.25 }])
    expect(contributions?.[1]?.items).toEqual([{ key: 'nps', points: expect.closeTo(20, 9) }])
  })

  it('end at 100, and what that takes away is a line of its own', () => {
    // 90 · 1.2 = 108: + 18, − 8.
    const { score, contributions } = scored(9, [promoter])
    expect(score).toBe(100)
    expect(contributions).toEqual([
      health(90),
      {
        dimension: 'multipliers',
        points: expect.closeTo(18, 9),
        items: [{ key: 'nps', points: expect.closeTo(18, 9) }],
      },
      { dimension: 'limit', points: expect.closeTo(-8, 9), items: [] },
    ])
    // 90 · 1.2 · 0.5 = 54: what lies above 100 on the way is not taken away.
    expect(scored(9, [promoter, { trait: 'nps', is: 9, times: 0.5 }]).score).toBeCloseTo(54, 9)
  })

  it('make a number of the largest and of none', () => {
    const huge = { trait: 'nps', atLeast: 9, times: Number.MAX_VALUE } as const
    expect(scored(0, [huge, huge]).score).toBe(0)
    expect(scored(5, [huge, huge]).score).toBe(100)
    expect(scored(5, [huge, { ...huge, times: 0 }]).score).toBe(0)
    const lines = scored(5, [huge, huge]).contributions ?? []
    expect(lines.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(100, 9)
  })

  it('R32: multiply what one more event gains', () => {
    const frequency = { amount: 'days', target: 7, weight: 1, curve: 'linear' } as const
    const model = steady({ frequency }, { multipliers: [refers] })
    const gains = (referrals: number) => {
      const history = person(28, [], { traits: known('referrals', referrals) })
      return nextActionsAt(personSubject(model, history, T), T).map(({ gain }) => gain)
    }
    // One day of 28, and half as much again.
    expect(gains(0)).toEqual([expect.closeTo(100 / 28, 9), expect.closeTo(100 / 28, 9)])
    expect(gains(1)).toEqual([expect.closeTo(150 / 28, 9), expect.closeTo(150 / 28, 9)])
  })
})
