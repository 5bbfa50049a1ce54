// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { watchPage } from './page.ts'

const calls: string[] = []
const say = (what: string) => () => void calls.push(what)

beforeEach(() => {
  vi.restoreAllMocks()
})

watchPage(say('leave'), say('sleep'), say('wake'), say('online'))

it.each([
  ['pagehide', window, false, ['leave', 'sleep']],
  ['pageshow', window, false, ['wake']],
  ['online', window, false, ['online']],
  ['freeze', document, true, ['sleep']],
  ['resume', document, true, ['wake']],
  ['visibilitychange', document, true, ['leave']],
  ['visibilitychange', document, false, ['wake']],
])('%s', (name, target, hidden, expected) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  calls.length = 0
  target.dispatchEvent(new Event(name))
  expect(calls).toEqual(expected)
})
