import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roundTogether } from './largest-remainder.ts'

describe('R31: what is shown adds up', () => {
  it.each([
    // Each rounded by itself they would be 33 + 33 + 33.
    [[33.4, 33.3, 33.3], 100, 0, [34, 33, 33]],
    // The largest remainders are 0.9 and 0.5; of two that tie the first is raised.
    [[10.5, 20.9, 30.4, 8.2], 70, 0, [11, 21, 30, 8]],
    [[0.5, 0.5], 1, 0, [1, 0]],
    // −12.7 + 2.3 = −10.4, shown as −10: −13 + 2 lack 1, and 0.3 is as far above −13 as above 2.
    [[-12.7, 2.3], -10.4, 0, [-12, 2]],
    [[-0.4, -0.4, -0.4], -1.2, 0, [0, 0, -1]],
    [[1.25, 1.25, 0.5], 3, 1, [1.3, 1.2, 0.5]],
    [[0, 0.6, 0], 0.6, 0, [0, 1, 0]],
    [[], 0, 0, []],
  ])('%j of %d, to %d digits, as %j', (parts, whole, digits, shown) => {
    expect(roundTogether(parts, whole, digits).parts).toEqual(shown)
  })

  it('is 0 where it is next to nothing, and never −0', () => {
    const { whole, parts } = roundTogether([-0.2, -0.1, -0], -0.3)
    expect([whole, ...parts].map((one) => Object.is(one, 0))).toEqual([true, true, true, true])
  })

  const anyPart = fc.oneof(
    fc.integer({ min: -2_000, max: 2_000 }).map((n) => n / 20),
    fc.double({ min: -100, max: 100, noNaN: true }),
  )
  const anyParts = fc.array(anyPart, { maxLength: 12 })
  const sumOf = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0)
  const runs = { seed: 7, numRuns: 2_000 }

  it('to the whole as it is shown, near to what each is, in their order', () => {
    const adds = fc.property(anyParts, fc.integer({ min: 0, max: 3 }), (parts, digits) => {
      const units = 10 ** digits
      const shown = roundTogether(parts, sumOf(parts), digits)
      const inUnits = shown.parts.map((part) => Math.round(part * units))
      expect(sumOf(inUnits)).toBe(Math.round(shown.whole * units))
      expect(Math.abs(shown.whole - sumOf(parts)) * units).toBeLessThan(0.5 + 1e-9)
      for (const [i, part] of parts.entries()) {
        expect(Math.abs((shown.parts[i] ?? NaN) - part) * units).toBeLessThan(1 + 1e-9)
        expect(Object.is(shown.parts[i], -0)).toBe(false)
        for (const [j, other] of parts.entries())
          if (other < part) expect(shown.parts[j]).toBeLessThanOrEqual(shown.parts[i] ?? NaN)
      }
    })
    fc.assert(adds, runs)
  })

  it('through lines and their items too: a part that is shown is the whole of its own parts', () => {
    const adds = fc.property(fc.array(anyParts, { minLength: 1, maxLength: 6 }), (lines) => {
      const wholes = lines.map(sumOf)
      const shown = roundTogether(wholes, sumOf(wholes)).parts
      const items = lines.map((line, i) => roundTogether(line, shown[i] ?? NaN).parts)
      expect(items.map(sumOf)).toEqual(lines.map((line, i) => (line.length > 0 ? shown[i] : 0)))
    })
    fc.assert(adds, runs)
  })
})
