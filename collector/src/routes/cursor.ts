import { z } from 'zod'
import { invalidParameter } from '../http/query.ts'
import type { Cursor } from '../scores/list.ts'

const cursor = z.strictObject({ value: z.number().nullable(), id: z.string() })

export function encodeCursor(value: Cursor): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** @throws UptakeError `invalid_parameter` for text that no list has given */
export function decodeCursor(text: string): Cursor {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw invalidParameter('cursor', 'must be the `next` of the page before')
  }
}
