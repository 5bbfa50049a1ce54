import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import { LIMITS } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'

const gunzipAsync = promisify(gunzip)
const GZIP = /^(x-)?gzip$/i
const BYTE_ORDER_MARK = /^\uFEFF/
const MAX_BYTES = LIMITS.requestBytes

/** The JSON value of a body with the number of bytes it was read from. */
export interface JsonBody {
  readonly value: unknown
  readonly bytes: number
}

/**
 * Reads a body as JSON whatever `Content-Type` says, gzipped or not, and never more than the limit of it.
 * @throws UptakeError `body_too_large`, `malformed_json`
 */
export async function readJson(context: Context): Promise<JsonBody> {
  const packed = await readBytes(context)
  const bytes = GZIP.test(context.req.header('Content-Encoding') ?? '') ? await unpack(packed) : packed
  try {
    return { value: JSON.parse(bytes.toString('utf8').replace(BYTE_ORDER_MARK, '')), bytes: bytes.length }
  } catch (cause) {
    const hint = 'Send one JSON object in UTF-8.'
    throw new UptakeError('malformed_json', 'the body could not be parsed as JSON', hint, cause)
  }
}

async function readBytes(context: Context): Promise<Buffer> {
  if (Number(context.req.header('Content-Length') ?? 0) > MAX_BYTES) throw tooLarge()
  if (context.req.header('Transfer-Encoding') === undefined) return Buffer.from(await context.req.arrayBuffer())
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of context.req.raw.body ?? []) {
    total += chunk.length
    if (total > MAX_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function unpack(packed: Buffer): Promise<Buffer> {
  try {
    return await gunzipAsync(packed, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(cause)
    const hint = 'Send gzip as Content-Encoding says, or leave the header out.'
    throw new UptakeError('malformed_json', 'the body could not be unpacked', hint, cause)
  }
}

function tooLarge(cause?: unknown): UptakeError {
  return new UptakeError(
    'body_too_large',
    `the body has more than ${MAX_BYTES} bytes unpacked`,
    'Send it in parts.',
    cause,
  )
}
