import { describe, expect, it } from 'vitest'
import { armOf } from './arm.ts'

const UNITS = 100_000
const KINDS: [name: string, unitOf: (i: number) => string][] = [
  ['numbers', String],
  ['names with a number', (i) => `user_${i}`],
  ['UUIDs', (i) => `019a5b2c-7d8e-7f00-8000-${i.toString(16).padStart(12, '0')}`],
  ['e-mail addresses', (i) => `ada.${i}@example.com`],
]
const heldOf = (salt: string, nudge: string, unitOf: (i: number) => string, holdout: number): boolean[] =>
  Array.from({ length: UNITS }, (_, i) => armOf(salt, nudge, unitOf(i), holdout) === 'held')
const count = (held: readonly boolean[]): number => held.filter(Boolean).length

/** Five standard errors of a share of all units: chance goes beyond once in a million. */
const within = (share: number): number => 5 * Math.sqrt((share * (1 - share)) / UNITS)

describe.each(KINDS)('units that are %s', (_, unitOf) => {
  it.each([0.01, 0.1, 0.5, 0.9])('are held out at the share of %d', (holdout) => {
    const share = count(heldOf('salt', 'share', unitOf, holdout)) / UNITS
    expect(Math.abs(share - holdout)).toBeLessThan(within(holdout))
  })

  it('are held out for one nudge as if there were no other, nor other stores', () => {
    const one = heldOf('salt', 'share', unitOf, 0.5)
    const others = [
      ['salt', 'comment'],
      ['salt', 'sharf'],
      ['salt', 'share2'],
      ['tlas', 'share'],
      ['salu', 'share'],
    ] as const
    for (const [salt, nudge] of others) {
      const other = heldOf(salt, nudge, unitOf, 0.5)
      const both = count(one.map((held, i) => held && other[i] === true)) / UNITS
      expect(Math.abs(both - 0.25), `${salt} ${nudge}`).toBeLessThan(within(0.25))
    }
  })

  it('are held out in any order of theirs: no run is long', () => {
    const held = heldOf('salt', 'share', unitOf, 0.5)
    const changes = count(held.map((one, i) => i > 0 && one !== held[i - 1])) / UNITS
    expect(Math.abs(changes - 0.5)).toBeLessThan(within(0.5))
  })
})

describe('an arm', () => {
  it('is the same whenever it is asked for, in every version', () => {
    const arms = ['ada', 'bea', 'cem', 'dan', 'eve', 'fay', 'gus', 'hal'].map((unit) =>
      armOf('salt', 'share', unit, 0.5),
    )
    expect(arms.map((arm) => arm === 'held')).toEqual([true, true, false, false, true, true, false, false])
  })

  it('is none for a share of nobody, and every one for a share of all', () => {
    const units = Array.from({ length: 1_000 }, (_, i) => String(i))
    expect(units.some((unit) => armOf('salt', 'share', unit, 0) === 'held')).toBe(false)
    expect(units.every((unit) => armOf('salt', 'share', unit, 1) === 'held')).toBe(true)
  })

  it('stays held out when more are', () => {
    const units = Array.from({ length: 1_000 }, (_, i) => String(i))
    const held = units.filter((unit) => armOf('salt', 'share', unit, 0.1) === 'held')
    expect(held.every((unit) => armOf('salt', 'share', unit, 0.2) === 'held')).toBe(true)
  })

  it('knows where one name ends and the next begins', () => {
    const joined = (a: string, b: string) => Array.from({ length: 200 }, (_, i) => armOf('salt', a, `${b}${i}`, 0.5))
    expect(joined('ab', 'c')).not.toEqual(joined('a', 'bc'))
  })
})
