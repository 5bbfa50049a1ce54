/**
 * Makes UUIDs of version 7: ascending for one maker, also within a millisecond and when the clock is set back.
 * Source: RFC 9562, section 6.2, method 1 (a counter behind the time, of 8 bits; more run ahead of the clock).
 * @param random32 - returns a whole number in [0, 2³²)
 */
export function createUuids(random32: () => number): (nowMs: number) => string {
  let last = 0
  return (nowMs) => {
    last = Math.max(last + 1, nowMs * 256)
    // The variant is two bits of the digit 8.
    const digits = `${hex(last, 14)}08${hex(random32(), 8)}${hex(random32(), 8)}`
    return digits.replace(/(.{8})(.{4})(.{3})(.{4})(.{12}).*/, '$1-$2-7$3-$4-$5')
  }
}

/** Returns when a UUID of version 7 was made, in Unix milliseconds. */
export function uuidTime(uuid: string): number {
  return Number(`0x${uuid.slice(0, 8)}${uuid.slice(9, 13)}`)
}

/** Returns a whole number in so many hexadecimal digits. */
function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
