import { LIMITS } from '@uptake/shared/wire'

/** A control character becomes `\\u0000`; no other takes as many bytes. */
const BYTES_A_CHARACTER = 6
/** No number is longer, and no other value. */
const BYTES_A_VALUE = 25
/** A comma, a colon, quotes, brackets. */
const BYTES_BETWEEN = 4

/**
 * Whether a value read from JSON is surely within the limit of a message, which nearly every one is by far: a fraction of what
 * measuring it takes. Where it is not sure, it has to be measured.
 */
export function surelyFits(input: unknown): boolean {
  let left: number = LIMITS.messageBytes
  function visit(value: unknown): void {
    if (typeof value === 'string') left -= BYTES_A_CHARACTER * value.length + BYTES_BETWEEN
    else if (typeof value !== 'object' || value === null) left -= BYTES_A_VALUE + BYTES_BETWEEN
    else {
      left -= BYTES_BETWEEN
      for (const key in value) {
        if (left < 0) return
        left -= BYTES_A_CHARACTER * key.length + BYTES_BETWEEN
        visit((value as Record<string, unknown>)[key])
      }
    }
  }
  visit(input)
  return left >= 0
}
