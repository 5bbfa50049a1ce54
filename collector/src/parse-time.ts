const ISO_8601 = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** Unix milliseconds of an ISO 8601 text, taken as UTC where it names no zone; null for anything else. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_8601.test(value)) return null
  const time = Date.parse(value[10] === 'T' && value.endsWith('Z') ? value : toReadable(value))
  // `Date` takes the 31st of February for the 3rd of March.
  const day = Number(value.slice(8, 10))
  const isDate = day <= 28 || new Date(value.slice(0, 10)).getUTCDate() === day
  return Number.isNaN(time) || !isDate ? null : time
}

/** The same time in a form that `Date` reads everywhere alike. */
function toReadable(value: string): string {
  const text = value.toUpperCase().replace(' ', 'T')
  if (text.length === 10 || text.endsWith('Z')) return text
  if (/[+-]\d\d$/.test(text)) return `${text}:00`
  return /[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`
}
