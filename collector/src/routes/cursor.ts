import { z } from 'zod'
import { invalidParameter } from '../http/query.ts'

const cursor = z.object({ score: z.number().nullable(), id: z.string(), at: z.string() })
/** Where a page of a list ended, and the instant that the list is of. */
export type ListCursor = z.output<typeof cursor>

export function encodeCursor(value: ListCursor): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** @throws UptakeError `invalid_parameter` for text that no list has given */
export function decodeCursor(text: string): ListCursor {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw invalidParameter('cursor', 'must be the `next` of the page before')
  }
}
