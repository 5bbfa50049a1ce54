import { hash } from 'node:crypto'

const WHOLE_NUMBER = /^(0|[1-9]\d{0,14})$/

/**
 * Makes message ids of row ids, which are a file's own: the same row of the same source has the same id, however often it
 * is imported. A number becomes a UUID (version 8) that has the source in its upper half and the number in its lower, so
 * that rows in order are stored in order, which a hash would scatter.
 */
export function createRowMessageId(source: string): (rowId: string) => string {
  const upper = hash('sha256', source, 'hex')
  const prefix = `${upper.slice(0, 8)}-${upper.slice(8, 12)}-8${upper.slice(12, 15)}-8`
  return (rowId) => {
    if (!WHOLE_NUMBER.test(rowId)) return `${source}:${rowId}`
    const lower = Number(rowId).toString(16).padStart(15, '0')
    return `${prefix}${lower.slice(0, 3)}-${lower.slice(3)}`
  }
}
