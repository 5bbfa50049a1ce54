import { expect, it } from 'vitest'
import { toAddress } from './to-address.ts'

const BASE = 'https://app.example/reports/7'

it.each([
  ['https://docs.example/sharing', 'https://docs.example/sharing'],
  ['http://docs.example', 'http://docs.example/'],
  ['mailto:help@app.example', 'mailto:help@app.example'],
  ['/share', 'https://app.example/share'],
  ['../team?tab=1#seats', 'https://app.example/team?tab=1#seats'],
  ['#share', 'https://app.example/reports/7#share'],
  ['//docs.example/a', 'https://docs.example/a'],
])('leads to %s', (href, address) => {
  expect(toAddress(href, BASE)).toBe(address)
})

it.each([
  undefined,
  '',
  'javascript:alert(1)',
  ' jAvA\nscript:alert(1)',
  'data:text/html,<p>',
  'vbscript:a',
  'blob:https://app.example/1',
  'file:///etc/passwd',
  'https://',
])('does not lead to %s', (href) => {
  expect(toAddress(href, BASE)).toBeUndefined()
})
