// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { local, watchLocal } from './local.ts'

beforeEach(() => localStorage.clear())
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

it('gives what is asked for', () => {
  local((kept) => kept.setItem('a', '1'))
  expect(local((kept) => kept.getItem('a'))).toBe('1')
  expect(local((kept) => kept.getItem('b'))).toBeNull()
})

it('gives undefined where it fails, and where there is none', () => {
  expect(local(() => JSON.parse('{') as unknown)).toBeUndefined()
  vi.stubGlobal('localStorage', undefined)
  expect(local((kept) => kept.getItem('a'))).toBeUndefined()
})

it('tells what others make of a name, and of no other', () => {
  const onChange = vi.fn<(value: string | null) => void>()
  watchLocal('a', onChange)
  for (const [key, newValue] of [
    ['a', '1'],
    ['b', '2'],
    ['a', null],
    [null, null],
  ] as const)
    window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }))
  expect(onChange.mock.calls).toEqual([['1'], [null]])
})
