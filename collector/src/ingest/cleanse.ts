import { LIMITS } from '@uptake/shared/wire'

/**
 * Checks the depth and the number of properties, and replaces NULs and lone surrogates, which databases refuse, by
 * U+FFFD, in place.
 *
 * @returns what is wrong with it, or null
 */
export function cleanse(properties: Record<string, unknown>): string | null {
  let count = 0
  function visit(node: Record<string, unknown>, level: number): string | null {
    if (level > LIMITS.levels) return `properties: nested deeper than ${LIMITS.levels} levels. Send them flatter.`
    for (const key of Object.keys(node)) {
      if (!Array.isArray(node) && ++count > LIMITS.properties) {
        return `properties: more than ${LIMITS.properties}. Send fewer.`
      }
      const value = node[key]
      if (typeof value === 'object' && value !== null) {
        const fault = visit(value as Record<string, unknown>, level + 1)
        if (fault) return fault
      } else if (typeof value === 'string' && !isStorable(value)) {
        node[key] = toStorable(value)
      }
      if (!isStorable(key)) {
        node[toStorable(key)] = node[key]
        delete node[key]
      }
    }
    return null
  }
  return visit(properties, 1)
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
const toStorable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()
