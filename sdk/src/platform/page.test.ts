// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { watchPage } from './page.ts'

const calls: string[] = []
const say = (what: string) => () => void calls.push(what)

beforeEach(() => {
  vi.restoreAllMocks()
})

watchPage(
  (isGone) => say(isGone ? 'gone' : 'leave')(),
  (hasSlept) => say(hasSlept ? 'back' : 'wake')(),
)

it.each([
  ['pagehide', window, false, ['gone']],
  ['pageshow', window, false, ['back']],
  ['online', window, false, ['wake']],
  ['freeze', document, true, ['gone']],
  ['resume', document, true, ['back']],
  ['visibilitychange', document, true, ['leave']],
  ['visibilitychange', document, false, ['wake']],
])('%s', (name, target, hidden, expected) => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden)
  calls.length = 0
  target.dispatchEvent(new Event(name))
  expect(calls).toEqual(expected)
})
