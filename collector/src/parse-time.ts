const ISO_8601 = /^(\d{4}-\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** Unix milliseconds of an ISO 8601 text, taken as UTC where it names no zone; null for anything else. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string') return null
  const match = ISO_8601.exec(value)
  if (!match) return null
  const [, month, day, clock = '00:00', zone = 'Z'] = match
  const time = Date.parse(`${month}-${day}T${clock}${zone.length === 3 ? `${zone}:00` : zone.toUpperCase()}`)
  // `Date` takes the 31st of February for the 3rd of March.
  const isDate = Number(day) <= 28 || new Date(`${month}-${day}`).getUTCDate() === Number(day)
  return Number.isNaN(time) || !isDate ? null : time
}
