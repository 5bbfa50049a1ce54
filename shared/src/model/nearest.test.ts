import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const names = ['report_created', 'report_shared', 'comment_added']

it.each([
  ['report_shred', 'report_shared'],
  ['reportShared', 'report_shared'],
  ['Report Created', 'report_created'],
  ['coment_addde', 'comment_added'],
  ['report_shared', 'report_shared'],
  ['comment', 'comment_added'],
])('takes %j for %j', (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant)
})

it('guesses nothing where nothing is near', () => {
  expect(nearest('invoice_paid', names)).toBeNull()
  expect(nearest('x', ['a'])).toBeNull()
  expect(nearest('report_shared', [])).toBeNull()
})

it('counts two swapped letters as one slip', () => {
  expect(nearest('dyas', ['days'])).toBe('days')
})
