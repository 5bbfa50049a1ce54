const ISO_8601 = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/** Unix milliseconds of an ISO 8601 text, taken as UTC where it names no zone; null for anything else. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const match = ISO_8601.exec(value)
  if (!match) return null
  const time = Date.parse(value.length > 10 && match[1] === undefined ? `${value}Z` : value)
  return Number.isNaN(time) ? null : time
}
