import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { place } from './place.ts'

const SEEN = { width: 1000, height: 600 }
const TOOLTIP = { width: 300, height: 150 }
const at = (left: number, top: number) => ({ left, top, width: 100, height: 30 })

it.each([
  { where: 'below', anchor: at(400, 100), left: 300, top: 140, tip: 150, isAbove: false },
  { where: 'below, where it just fits', anchor: at(400, 400), left: 300, top: 440, tip: 150, isAbove: false },
  { where: 'above, where it does not', anchor: at(400, 401), left: 300, top: 241, tip: 150, isAbove: true },
  { where: 'beside the left edge', anchor: at(0, 100), left: 10, top: 140, tip: 40, isAbove: false },
  { where: 'beside the right edge', anchor: at(900, 100), left: 690, top: 140, tip: 260, isAbove: false },
  { where: 'with its tip off the corner', anchor: at(-60, 100), left: 10, top: 140, tip: 18, isAbove: false },
])('stands $where', ({ anchor, left, top, tip, isAbove }) => {
  expect(place(anchor, TOOLTIP, SEEN)).toEqual({ left, top, tip, isAbove })
})

it('takes the side with more room where neither has enough', () => {
  const low = { width: 1000, height: 200 }
  expect(place(at(400, 40), TOOLTIP, low)).toMatchObject({ isAbove: false, top: 40 })
  expect(place(at(400, 130), TOOLTIP, low)).toMatchObject({ isAbove: true, top: 10 })
})

it('is always within what is seen, if it fits at all', () => {
  const anywhere = fc.record({
    left: fc.integer({ min: -2000, max: 3000 }),
    top: fc.integer({ min: -2000, max: 3000 }),
    width: fc.integer({ min: 0, max: 2000 }),
    height: fc.integer({ min: 0, max: 2000 }),
  })
  const size = fc.record({ width: fc.integer({ min: 40, max: 980 }), height: fc.integer({ min: 20, max: 580 }) })
  fc.assert(
    fc.property(anywhere, size, (anchor, tooltip) => {
      const { left, top, tip } = place(anchor, tooltip, SEEN)
      expect(left).toBeGreaterThanOrEqual(10)
      expect(left + tooltip.width).toBeLessThanOrEqual(990)
      expect(top).toBeGreaterThanOrEqual(10)
      expect(top + tooltip.height).toBeLessThanOrEqual(590)
      expect(tip).toBeGreaterThanOrEqual(18)
      expect(tip).toBeLessThanOrEqual(tooltip.width - 18)
    }),
  )
})
