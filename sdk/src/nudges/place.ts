/** Pixels between a tooltip and its anchor, and the least between it and the edges of what is seen. */
const GAP = 10
/** Pixels from a tooltip's corner that its tip keeps. */
const CORNER = 18

interface Size {
  readonly width: number
  readonly height: number
}
/** Pixels from the left and the top of what is seen. */
type Box = Size & { readonly left: number; readonly top: number }

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most))

/**
 * Places a tooltip below its anchor, or above where there is more room, and within what is seen as far as it fits.
 * @returns pixels from the left and the top of what is seen; `tip` from the tooltip's own left
 */
export function place(
  anchor: Box,
  { width, height }: Size,
  seen: Size,
): { left: number; top: number; tip: number; isAbove: boolean } {
  const bottom = anchor.top + anchor.height + GAP
  const isAbove = bottom + height + GAP > seen.height && anchor.top > seen.height - bottom + GAP
  const middle = anchor.left + anchor.width / 2
  const left = clamp(middle - width / 2, GAP, seen.width - width - GAP)
  return {
    left,
    top: clamp(isAbove ? anchor.top - GAP - height : bottom, GAP, seen.height - height - GAP),
    tip: clamp(middle - left, CORNER, width - CORNER),
    isAbove,
  }
}
