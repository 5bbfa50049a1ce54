import type { Context } from 'hono'
import { LIMITS } from '@uptake/shared/wire'
import { tooLarge } from '../ingest/reception.ts'

/**
 * Reads a body as it was sent, and never more than the limit of it.
 * @throws UptakeError `body_too_large`
 */
export async function readBody(context: Context): Promise<Uint8Array> {
  if (Number(context.req.header('Content-Length') ?? 0) > LIMITS.requestBytes) throw tooLarge()
  if (context.req.header('Transfer-Encoding') === undefined) return new Uint8Array(await context.req.arrayBuffer())
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of context.req.raw.body ?? []) {
    total += chunk.length
    if (total > LIMITS.requestBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
}
