import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createShare } from './share.ts'

/** A share of something whose revision and clock are set, which says what it was asked to do. */
function stage() {
  const state = { revision: 1, now: 0, made: 0, tookMs: 0, rests: [] as number[], fails: false, ticks: false }
  let over = Promise.withResolvers<void>()
  const ask = createShare({
    revisionOf: async () => String(state.ticks ? state.revision++ : state.revision),
    async make(key) {
      const value = `${key} ${state.revision} ${++state.made}`
      await over.promise
      state.now += state.tookMs
      if (state.fails) throw new Error(value)
      return value
    },
    now: () => state.now,
    async wait(ms) {
      state.rests.push(ms)
      if (ms > 0) await resting.promise
    },
  })
  const resting = Promise.withResolvers<void>()
  return Object.assign(state, {
    ask,
    rest: () => resting.resolve(),
    finish() {
      over.resolve()
      over = Promise.withResolvers()
    },
    until: (made: number) => expect.poll(() => state.made).toBe(made),
  })
}

it('makes once what many ask for, while it is made and after', async () => {
  const one = stage()
  const many = Array.from({ length: 5 }, () => one.ask('a'))
  await one.until(1)
  many.push(one.ask('a'))
  one.finish()
  expect(await Promise.all([...many, one.ask('a')])).toEqual(Array(7).fill('a 1 1'))
})

it('makes one more for all who ask at another revision, after the one before is done', async () => {
  const one = stage()
  const first = one.ask('a')
  await one.until(1)
  one.revision = 2
  const early = one.ask('a')
  one.revision = 3
  const late = one.ask('a')
  await turn()
  expect(one.made).toBe(1)
  one.finish()
  expect(await first).toBe('a 1 1')
  await one.until(2)
  one.finish()
  expect(await Promise.all([early, late, one.ask('a')])).toEqual(Array(3).fill('a 3 2'))
})

it('makes one for all who wait, though the revision is another each time that it is asked for', async () => {
  const one = stage()
  one.ticks = true
  const many = Array.from({ length: 5 }, () => one.ask('a'))
  await one.until(1)
  one.finish()
  expect(new Set(await Promise.all(many)).size).toBe(1)
})

it('rests twice as long as it took, ten seconds at most, and never where the clock was set back', async () => {
  for (const [tookMs, restMs] of [
    [20, 40],
    [6_000, 10_000],
    [-500, 0],
  ] as const) {
    const one = stage()
    one.tookMs = tookMs
    const first = one.ask('a')
    await one.until(1)
    one.finish()
    await first
    await expect.poll(() => one.rests).toEqual([restMs])
  }
})

it('is asked in vain for another revision while it rests, and still gives the one that it has', async () => {
  const one = stage()
  one.tookMs = 20
  const first = one.ask('a')
  await one.until(1)
  one.finish()
  await first
  one.revision = 2
  const second = one.ask('a')
  one.revision = 1
  expect(await one.ask('a')).toBe('a 1 1')
  one.revision = 2
  await turn()
  expect(one.made).toBe(1)
  one.rest()
  await one.until(2)
  one.finish()
  expect(await second).toBe('a 2 2')
})

it('makes nothing where the revision is the old one again when the rest is over', async () => {
  const one = stage()
  one.tookMs = 20
  const first = one.ask('a')
  await one.until(1)
  one.finish()
  await first
  one.revision = 2
  const second = one.ask('a')
  await turn()
  one.revision = 1
  one.rest()
  expect(await second).toBe('a 1 1')
})

it('makes one thing beside another', async () => {
  const one = stage()
  const both = [one.ask('a'), one.ask('b')]
  await one.until(2)
  one.finish()
  expect(await Promise.all(both)).toEqual(['a 1 1', 'b 1 2'])
})

it('tells all who wait that it failed, and keeps nothing of that', async () => {
  const one = stage()
  one.fails = true
  const failed = [one.ask('a'), one.ask('a')].map((asked) => asked.catch(String))
  await one.until(1)
  one.finish()
  expect(await Promise.all(failed)).toEqual(Array(2).fill('Error: a 1 1'))
  one.fails = false
  const next = one.ask('a')
  await one.until(2)
  one.finish()
  expect(await next).toBe('a 1 2')
})

it('keeps a thousand', async () => {
  const one = stage()
  const ask = async (key: string) => {
    const asked = one.ask(key)
    await turn()
    one.finish()
    return asked
  }
  for (let key = 0; key <= 1_000; key++) await ask(String(key))
  expect([await ask('1'), await ask('0')]).toEqual(['1 1 2', '0 1 1002'])
})
