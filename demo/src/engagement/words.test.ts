import { expect, it } from 'vitest'
import { goalOfNudge, labelOfAction, labelOfBand, needsInWords } from './words.ts'

it.each([
  [{ days: 3, events: 1 }, '3 more days and 1 more action of value'],
  [{ days: 1, events: 0 }, '1 more day'],
  [{ days: 0, events: 2 }, '2 more actions of value'],
  [{ days: 0, events: 0 }, ''],
])('says what is missing: %o', (needs, words) => {
  expect(needsInWords(needs)).toBe(words)
})

it('takes the names from the configuration, and makes words of others', () => {
  expect(labelOfAction('report_shared')).toBe('Share a report')
  expect(labelOfAction('form_sent')).toBe('Form sent')
  expect(labelOfBand('at-risk')).toBe('At risk')
  expect(goalOfNudge('share-a-report')).toBe('report_shared')
  expect(goalOfNudge('gone')).toBeNull()
})
