// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { watchPage } from './page.ts'

const calls: string[] = []
const say = (what: string) => () => void calls.push(what)

beforeEach(() => {
  vi.restoreAllMocks()
})

watchPage((isGone) => say(isGone ? 'gone' : 'leave')(), say('wake'))

it.each([
  ['pagehide', window, false, ['gone']],
  ['pageshow', window, false, ['wake']],
  ['online', window, false, ['wake']],
  ['freeze', document, true, ['gone']],
  ['resume', document, true, ['wake']],
  ['visibilitychange', document, true, ['leave']],
  ['visibilitychange', document, false, ['wake']],
])('%s', (name, target, hidden, expected) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  calls.length = 0
  target.dispatchEvent(new Event(name))
  expect(calls).toEqual(expected)
})
