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
