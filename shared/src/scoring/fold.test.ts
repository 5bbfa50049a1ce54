import { describe, expect, it } from 'vitest'
import { toModel } from '../model/defaults.ts'
import { foldEvent } from './fold.ts'

const model = toModel({
  actions: {
    report_created: { feature: 'reports' },
    rows_imported: { feature: { property: 'source' }, volume: 'rows' },
    report_shared: { counterparts: 'with' },
    signed_in: { passive: true },
  },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
})
const fold = (event: string, properties?: Record<string, unknown>, userId: string | null = 'u') =>
  foldEvent(model, { userId, event, properties })

const counterparts = (who: unknown, userId: string | null = 'u'): readonly string[] | undefined =>
  fold('report_shared', { with: who }, userId)?.counterparts

it('folds passive actions too, and no event that the model does not list', () => {
  expect(fold('report_created')).toEqual({ action: 'report_created', feature: 'reports', volume: 1, counterparts: [] })
  expect(fold('signed_in')).toMatchObject({ action: 'signed_in', feature: null })
  expect(fold('toString')).toBeNull()
})

describe('a volume', () => {
  it.each([0, 0.5, 3726])('of %j counts as itself', (rows) => {
    expect(fold('rows_imported', { rows })).toMatchObject({ volume: rows })
  })
  it.each([[-1], ['7'], [null], [true], [[7]], [undefined], [Number.NaN], [Infinity]])('of %j counts 1', (rows) => {
    expect(fold('rows_imported', { rows })).toMatchObject({ volume: 1 })
  })
  it('stops at 1e12', () => {
    expect(fold('rows_imported', { rows: 1e300 })).toMatchObject({ volume: 1e12 })
  })
})

describe('a feature read from a property', () => {
  it.each([' csv', 'x'.repeat(255)])('is its text as it is', (source) => {
    expect(fold('rows_imported', { source })).toMatchObject({ feature: source })
  })
  it.each([[''], [7], [null], [['csv']], [undefined], ['x'.repeat(256)]])('is none where that is %j', (source) => {
    expect(fold('rows_imported', { source })).toMatchObject({ feature: null })
  })
})

describe('counterparts', () => {
  it('are one id or a list, distinct, without oneself', () => {
    expect(counterparts('a')).toEqual(['a'])
    expect(counterparts(['b', 'u', 'a', 'b'])).toEqual(['b', 'a'])
    expect(counterparts('u')).toEqual([])
  })
  it('have nobody for oneself where the person is anonymous', () => {
    expect(counterparts(['u', 'a'], null)).toEqual(['u', 'a'])
  })
  it.each([[7], [null], [{}], [undefined], [''], ['x'.repeat(256)], [[7, null, '', ['a']]]])(
    'are none in %j',
    (who) => {
      expect(counterparts(who)).toEqual([])
    },
  )
  it('are of the first 50 as sent: oneself, repeats and what is no id use places', () => {
    const sent = ['u', 'a', 'a', 7, ...Array.from({ length: 60 }, (_, i) => `c${i}`)]
    expect(counterparts(sent)).toHaveLength(47)
    expect(counterparts(['x'.repeat(255)])).toHaveLength(1)
  })
})
