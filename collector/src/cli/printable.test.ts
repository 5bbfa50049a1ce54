import { expect, it } from 'vitest'
import { column, printable } from './printable.ts'

it.each([
  ['plain', 'plain'],
  ['Zoë 会社 🙂', 'Zoë 会社 🙂'],
  ['a\u001b[31mred', 'a\\u{1b}[31mred'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['left\u202eright', 'left\\u{202e}right'],
  ['\ud800', '\\u{d800}'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

it('a column is as wide as it is told', () => {
  expect(column('abc', 5)).toBe('abc  ')
  expect(column('abcdef', 5)).toBe('abcd…')
})
