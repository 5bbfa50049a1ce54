const RELATIVE = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' })
const STEPS = [
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 14 * 86_400_000],
  ['week', 7 * 86_400_000, 60 * 86_400_000],
  ['month', 30 * 86_400_000, Infinity],
] as const

/** "3 hours ago", from Unix milliseconds; "just now" within the first minute. */
export function ago(at: number, now: number = Date.now()): string {
  const age = now - at
  if (age < 60_000) return 'just now'
  const [unit, unitMs] = STEPS.find(([, , below]) => age < below) ?? STEPS[4]
  return RELATIVE.format(-Math.floor(age / unitMs), unit)
}

const NUMBER = new Intl.NumberFormat('en-GB')
export const grouped = (value: number): string => NUMBER.format(value)
