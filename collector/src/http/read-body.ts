import type { Context } from 'hono'
import { LIMITS } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import { tooLarge } from '../ingest/reception.ts'

/** Bodies on their way, at most, as long as they say they will be: whoever sends slowly holds what comes until it is whole. */
const MAX_READING_BYTES = 256 * 1024 * 1024
/** A body in pieces of less than 125 bytes costs far more than it says. */
const MAX_CHUNKS = LIMITS.requestBytes / 125

/**
 * Makes what reads a body as it was sent, and never more than the limit of it.
 * @returns a function that throws UptakeError `body_too_large`, or `unavailable` where too many are being read
 */
export function createBodyReader(): (context: Context) => Promise<Uint8Array> {
  let reading = 0
  return async (context) => {
    const isWhole = context.req.header('Transfer-Encoding') === undefined
    const bytes = isWhole ? Number(context.req.header('Content-Length') ?? 0) : LIMITS.requestBytes
    if (bytes > LIMITS.requestBytes) throw tooLarge()
    if (reading + bytes > MAX_READING_BYTES) {
      throw new UptakeError('unavailable', 'too many bodies are being read', 'Send it again in a moment.')
    }
    reading += bytes
    try {
      return isWhole ? new Uint8Array(await context.req.arrayBuffer()) : await readChunks(context)
    } finally {
      reading -= bytes
    }
  }
}

async function readChunks(context: Context): Promise<Uint8Array> {
  let body = new Uint8Array(16_384)
  let total = 0
  let count = 0
  for await (const chunk of context.req.raw.body ?? []) {
    if (total + chunk.length > LIMITS.requestBytes || ++count > MAX_CHUNKS) throw tooLarge()
    if (total + chunk.length > body.length) {
      const larger = new Uint8Array(2 * (total + chunk.length))
      larger.set(body)
      body = larger
    }
    body.set(chunk, total)
    total += chunk.length
  }
  return body.slice(0, total)
}
