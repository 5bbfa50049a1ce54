import { checkModel } from '@uptake/shared/model/check'
import { createOverview } from '@uptake/shared/scoring'
import type { Overview } from '@uptake/shared/wire'
import { describe, expect, it } from 'vitest'
import { overviewLines } from './lines.ts'

const TODAY = 20_000
const checked = checkModel({
  actions: { report_created: { feature: 'reports' }, report_shared: { feature: 'sharing' } },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  activation: { actions: ['report_created', 'report_shared'] },
})
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { model } = checked

function overviewOf(scores: readonly (number | null)[], plan = 'free', change = -6): Overview {
  const sums = createOverview(model, TODAY)
  for (const [i, score] of scores.entries())
    sums.addUser({
      score,
      change: score === null ? null : change,
      firstDay: TODAY - 40,
      traits: new Map([['plan', plan]]),
      usage: {
        activeDays: 14,
        activeBefore: i > 0,
        activeEarlier: i > 0,
        features: ['reports'],
        activation: { report_created: 2 },
      },
    })
  return { asOf: '2024-10-04T12:00:00.000Z', model: null, ...sums.result() }
}
const textOf = (overview: Overview): string => [...overviewLines(overview)].join('\n')

describe('an overview on a terminal', () => {
  it('R23: shows who stands where, and the alarm', () => {
    const text = textOf(overviewOf([10, 12, 61, 70, 95, null]))
    expect(text).toContain('6 users, 1 of them without a score yet')
    expect(text).toContain('mean 49.6 (−6.0 in 28 days), median 61.0, 60 % above 50')
    expect(text).toMatch(/^ +10 to {2}20 {2}█{48} 2$/m)
    expect(text).toMatch(/^ +90 to 100 {2}█{24} 1$/m)
    expect(text).toMatch(/^ +0 to {2}10 {2}0$/m)
    expect(text).toMatch(/^ +at-risk +0 to 40 +2 +40 %$/m)
    expect(text).toContain('ALARM: 40 % stand below 40')
    expect(textOf(overviewOf([10, 61, 70]))).not.toContain('ALARM')
  })

  it('R18: names what falls', () => {
    const text = textOf(overviewOf([50, 60]))
    expect(text).toMatch(/^ +first seen in 2024-08 +−6\.0 +61\.0 to 55\.0 {2}\(2\)$/m)
    expect(text).toMatch(/^ +plan "free" +−6\.0 /m)
    expect(textOf(overviewOf([50, 60], 'free', -4))).not.toContain('Falling')
    expect(text).not.toContain('more')
  })

  it('names the ten that fall most', () => {
    const sums = createOverview(model, TODAY)
    for (let size = 0; size < 12; size++)
      sums.addAccount({ score: 50, change: -5 - size, firstDay: TODAY - 40, traits: new Map([['size', size]]) })
    const text = textOf({ asOf: '2024-10-04T12:00:00.000Z', model: null, ...sums.result() })
    expect(text.indexOf('size 11')).toBeLessThan(text.indexOf('size 10'))
    // Twelve sizes and a cohort.
    expect(text).toContain('and 3 more')
  })

  it('R24: says when the model is due for review', () => {
    const old = { version: 3, since: '2024-01-01T00:00:00.000Z', reviewDue: true }
    expect(textOf({ ...overviewOf([50]), model: old })).toContain('model 3 has not been touched since 2024-01-01')
    expect(textOf({ ...overviewOf([50]), model: { ...old, reviewDue: false } })).not.toContain('touched')
  })

  it('R8: shows the product engagement score and what it is made of', () => {
    const text = textOf(overviewOf([50, 60]))
    expect(text).toContain('Product engagement 66.7')
    expect(text).toMatch(/adoption +50\.0/)
    expect(text).toMatch(/stickiness +50\.0 {2}1\.0 a day of 2 active users in 28 days/)
    expect(text).toMatch(/growth +100\.0 {2}1 new, 0 recovered, 0 dropped/)
  })

  it('R19: shows underused features and where people stop', () => {
    const text = textOf(overviewOf([50, 60]))
    expect(text).toMatch(/^ +sharing +0 % {2}\(0 of 2\)$/m)
    expect(text).toContain('Activation: 0 of 2 users, 0 within 14 days')
    expect(text).toMatch(/^ +report_shared +0 +0 +2 +0$/m)
  })

  it('of nobody says so, and divides by nobody', () => {
    const text = textOf(overviewOf([]))
    expect(text).toContain('0 users')
    expect(text).not.toContain('mean')
    expect(text).toContain('Product engagement –')
    expect(text).not.toMatch(/NaN|null|Infinity/)
  })

  it('fits 80 columns, and shows nothing that a terminal would act on', () => {
    const scores = Array.from({ length: 2_000 }, (_, i) => i % 101)
    const lines = [...overviewLines(overviewOf(scores, `\u001b[31m${'x'.repeat(90)}`))]
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(lines.join('')).not.toContain('\u001b')
  })
})
