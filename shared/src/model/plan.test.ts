import { expect, it } from 'vitest'
import { toModel } from './defaults.ts'
import { violations } from './plan.ts'

const model = toModel({
  actions: {
    report_created: { properties: { title: 'string', tags: 'string[]?', draft: 'boolean?', rows: 'number?' } },
    rows_imported: { volume: 'rows', properties: { rows: 'number' } },
  },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
})

it('has nothing to say of an event by the plan', () => {
  expect(violations(model, 'report_created', { title: 'Q3', tags: ['a'], draft: false, rows: 3, more: {} })).toEqual([])
  expect(violations(model, 'rows_imported', { rows: 0 })).toEqual([])
})

it('names an event that the model does not list, and the one probably meant', () => {
  expect(violations(model, 'report_craeted')).toEqual([
    'event "report_craeted" is not in the model: did you mean "report_created"?',
  ])
  expect(violations(model, 'invoice_paid')).toEqual(['event "invoice_paid" is not in the model'])
})

it('names each property that is missing or of another type', () => {
  expect(violations(model, 'report_created', { tags: [1], draft: 'no', rows: Infinity })).toEqual([
    'property "title" is missing: the plan asks for string',
    'property "tags" is not what the plan says: string[]?',
    'property "draft" is not what the plan says: boolean?',
    'property "rows" is not what the plan says: number?',
  ])
})

it.each([-1, '12', null, Number.NaN])('says once that a volume of %j counts as 1', (rows) => {
  expect(violations(model, 'rows_imported', { rows })).toEqual([
    'property "rows" is no finite number of 0 or more: the event counts as a volume of 1',
  ])
})

it('leaves the SDK its own events', () => {
  expect(violations(model, 'nudge_shown', { nudge: 1 })).toEqual([])
})
