import { expect, it } from 'vitest'
import { column, printable, printableJson } from './printable.ts'

it.each([
  ['plain', 'plain'],
  ['Zoë 会社 🙂', 'Zoë 会社 🙂'],
  ['a\u001b[31mred', 'a\\u{1b}[31mred'],
  ['a\r\nb', 'a\\u{d}\\u{a}b'],
  ['left\u202eright', 'left\\u{202e}right'],
  ['\ud800', '\\u{d800}'],
  ['\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
  ['\u001b]8;;https://evil.example.com\u001b\\link', '\\u{1b}]8;;https://evil.example.com\\u{1b}\\link'],
  ['\u009b31m', '\\u{9b}31m'],
  ['\u007f\u0000\b', '\\u{7f}\\u{0}\\u{8}'],
  ['\u2066\u2069\u200f', '\\u{2066}\\u{2069}\\u{200f}'],
  ['a\u2028b\u2029c\u200bd\ufeff', 'a\\u{2028}b\\u{2029}c\\u{200b}d\\u{feff}'],
  ['\u{e0041}', '\\u{e0041}'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown)
})

it.each(['\u001b[31m', '\u009b31m', '\u007f', 'a\u202eb', '\u2028', '\u{e0041}', 'Zoë 🙂 "\\n"', '\ud800'])(
  '%j is shown in JSON, and still the same',
  (text) => {
    const value = { [text]: [text] }
    const shown = printableJson(JSON.stringify(value))
    expect(printable(shown)).toBe(shown)
    expect(JSON.parse(shown)).toEqual(value)
  },
)

it('lines of JSON stay lines', () => {
  expect(printableJson('{"a":1}\n{"b":2}\n')).toBe('{"a":1}\n{"b":2}\n')
})

it('a column is as wide as it is told', () => {
  expect(column('abc', 5)).toBe('abc  ')
  expect(column('abcdef', 5)).toBe('abcd…')
})
