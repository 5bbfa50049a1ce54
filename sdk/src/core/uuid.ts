/**
 * Makes UUIDs of version 7: ascending for one maker, also within a millisecond and when the clock is set back.
 * Source: RFC 9562, section 6.2, method 1 (a counter behind the time, of 8 bits; more run ahead of the clock).
 * @param random - returns a number in [0, 1)
 */
export function createUuids(random: () => number): (nowMs: number) => string {
  let last = 0
  return (nowMs) => {
    last = Math.max(last + 1, nowMs * 256)
    const time = hex(last, 14)
    const chance = hex(random() * 2 ** 24, 6) + hex(random() * 2 ** 24, 6)
    // The variant is two bits of the digit 8.
    return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${time.slice(12)}0-8${hex(random() * 2 ** 12, 3)}-${chance}`
  }
}

/** Returns when a UUID of version 7 was made, in Unix milliseconds. */
export function uuidTime(uuid: string): number {
  return Number(`0x${uuid.slice(0, 8)}${uuid.slice(9, 13)}`)
}

/** Returns a number's whole part in so many hexadecimal digits. */
export function hex(value: number, digits: number): string {
  return Math.trunc(value).toString(16).padStart(digits, '0')
}
