/** Whether it has keys, as an object or a list does. */
export function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}

/** What stands under a key; undefined where nothing does, or nothing could. */
export function get(value: unknown, key: PropertyKey): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** What stands under each key; nothing for a list, or anything without keys. */
export function entries(value: unknown): [string, unknown][] {
  return isRecord(value) && !Array.isArray(value) ? Object.entries(value) : []
}

/** The list that it is, or an empty one. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
