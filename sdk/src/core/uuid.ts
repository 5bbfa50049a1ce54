/**
 * Makes UUIDs of version 7: ascending for one maker, also within a millisecond and when the clock is set back.
 * Source: RFC 9562, section 6.2, method 1 (a counter in rand_a).
 * @param random - returns a number in [0, 1)
 */
export function createUuids(random: () => number): (nowMs: number) => string {
  let lastMs = 0
  let count = 0
  return (nowMs) => {
    if (nowMs > lastMs) {
      lastMs = nowMs
      count = 0
    } else if (++count > 0xfff) {
      lastMs++
      count = 0
    }
    const time = hex(lastMs, 12)
    const variant = hex(0x8000 + random() * 0x4000, 4)
    const rest = hex(random() * 2 ** 24, 6) + hex(random() * 2 ** 24, 6)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(count, 3)}-${variant}-${rest}`
  }
}

/** Returns when a UUID of version 7 was made, in Unix milliseconds. */
export function uuidTime(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16)
}

function hex(value: number, digits: number): string {
  return Math.trunc(value).toString(16).padStart(digits, '0')
}
