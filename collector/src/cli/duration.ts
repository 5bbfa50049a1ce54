import { InvalidArgumentError } from 'commander'

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const MAX_MS = 30 * UNITS_MS.d

/**
 * Reads a whole number of seconds, minutes, hours or days (`90s`, `30m`, `1h`, `2d`) as milliseconds.
 * @throws InvalidArgumentError where it is nothing, or more than 30 days
 */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const ms = Number(amount) * UNITS_MS[(unit ?? 's') as keyof typeof UNITS_MS]
  if (ms > 0 && ms <= MAX_MS) return ms
  throw new InvalidArgumentError('must be from 1s to 30d, such as 90s, 30m, 1h or 2d')
}
