/** A number to one digit; a dash where there is none. */
export const number = (value: number | null): string => value?.toFixed(1) ?? '–'

/** A change to one digit, with its sign; without one where nothing is left of it. */
export function signed(value: number): string {
  const text = Math.abs(value).toFixed(1)
  if (Number(text) === 0) return text
  return `${value < 0 ? '−' : '+'}${text}`
}

/** A share of 1 in whole percent, rounded down, so that 40 % is said where there are as many; a dash where there is none. */
export const percent = (share: number | null): string => (share === null ? '–' : `${Math.floor(share * 100 + 1e-9)} %`)

/** A count with the noun in its number. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What is missing for a score, of what is. */
export function needed({ days, events }: { days: number; events: number }): string {
  const missing = [days > 0 && counted(days, 'more day'), events > 0 && `${counted(events, 'more event')} of value`]
  return missing.filter((one) => one !== false).join(', ')
}
