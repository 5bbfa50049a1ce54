import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type BatchResult, LIMITS, type MessageType, type Problem } from '@uptake/shared/wire'
import { batchSchema, singleSchema } from '@uptake/shared/wire/schema'
import { UptakeError } from '../errors.ts'
import { parseTime } from '../parse-time.ts'
import type { Ingest } from './ingest.ts'
import type { Permission } from './permission.ts'

/** What a key is for: the public one may only send, the secret one everything. */
export type Role = 'write' | 'secret'

/** A request that sends messages, as it came in: nothing of its body has been read. */
export interface Incoming {
  readonly body: Uint8Array
  readonly isGzip: boolean
  /** Of the one message of a single route; null for a batch. */
  readonly type: MessageType | null
  /** Of the key in a header; null where none was known: then the body must have one. */
  readonly role: Role | null
  /** Unix milliseconds. */
  readonly receivedAt: number
}

/** What it is answered with. */
export interface Answer {
  readonly status: 200 | 400
  /** A `BatchResult`, or with 400 a `Problem`, as JSON. */
  readonly body: string
}

/**
 * Takes the messages of a request in; resolves once they are committed.
 * @throws UptakeError `malformed_json`, `malformed_batch`, `unknown_key`, `body_too_large`, `too_many_messages`, `unavailable`
 */
export type Receive = (incoming: Incoming) => Promise<Answer>

const gunzipAsync = promisify(gunzip)
// It leaves a byte order mark out.
const decoder = new TextDecoder()

/** Who may send, and whom their messages may name. */
export interface Gate {
  /** The role of a key; null for an unknown one. */
  readonly roleOf: (key: string) => Role | null
  /** Whom what comes with the write key and this token at that instant may name; null where anybody. */
  readonly permissionOf: ((token: unknown, atMs: number) => Promise<Permission>) | null
}

/** Reads requests, and passes what is in them on to be taken in. */
export function createReception(ingest: Ingest, { roleOf, permissionOf }: Gate): Receive {
  function requireRole({ role }: Incoming, writeKey: string | null | undefined): Role {
    // Either may be the one: a header may belong to a proxy in between.
    const known = role ?? (writeKey == null ? null : roleOf(writeKey))
    if (known !== null) return known
    const hint = 'Send the write key as "Authorization: Basic base64(key:)", or as writeKey in the body.'
    throw new UptakeError('unknown_key', 'no known write key', hint)
  }
  /** The secret key, a server's, may name anybody. */
  function permit(role: Role, token: unknown, { receivedAt }: Incoming): Promise<Permission> | undefined {
    return role === 'write' ? permissionOf?.(token, receivedAt) : undefined
  }

  async function receiveBatch(incoming: Incoming, bytes: Uint8Array): Promise<Answer> {
    const { batch, sentAt, context, writeKey, token } = check(batchSchema, parse(bytes))
    const role = requireRole(incoming, writeKey)
    if (batch.length > LIMITS.requestMessages) {
      const what = `the batch has ${batch.length} messages, more than ${LIMITS.requestMessages}`
      throw new UptakeError('too_many_messages', what, 'Send it in parts.')
    }
    const delivery = {
      receivedAt: incoming.receivedAt,
      sentAt: parseTime(sentAt),
      context,
      permission: await permit(role, token, incoming),
      bytes: bytes.length,
    }
    return toAnswer(await ingest(batch, () => delivery))
  }
  async function receiveSingle(incoming: Incoming, bytes: Uint8Array, type: MessageType): Promise<Answer> {
    const message = check(singleSchema, parse(bytes))
    const role = requireRole(incoming, message.writeKey)
    const permission = await permit(role, message.token, incoming)
    const delivery = { receivedAt: incoming.receivedAt, permission, bytes: bytes.length }
    const result = await ingest([{ ...message, type }], () => delivery)
    const [rejection] = result.rejected
    return rejection ? { status: 400, body: JSON.stringify(toProblem(rejection)) } : toAnswer(result)
  }

  return async (incoming) => {
    const bytes = incoming.isGzip ? await unpack(incoming.body) : incoming.body
    const { type } = incoming
    return type === null ? receiveBatch(incoming, bytes) : receiveSingle(incoming, bytes, type)
  }
}

const toAnswer = (result: BatchResult): Answer => ({ status: 200, body: JSON.stringify(result) })

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes))
  } catch (cause) {
    const hint = 'Send one JSON object in UTF-8.'
    throw new UptakeError('malformed_json', 'the body could not be parsed as JSON', hint, cause)
  }
}

function check<Schema extends typeof batchSchema | typeof singleSchema>(
  schema: Schema,
  value: unknown,
): ReturnType<Schema['parse']> {
  const { success, data, error } = schema.safeParse(value)
  if (success) return data as ReturnType<Schema['parse']>
  const [issue] = error.issues
  const what = `${issue?.path.join('.') || 'body'}: ${issue?.message}`
  throw new UptakeError('malformed_batch', what, 'Send { "batch": [message, …] }, or one message to a single route.')
}

async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  try {
    return await gunzipAsync(packed, { maxOutputLength: LIMITS.requestBytes })
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(cause)
    const hint = 'Send gzip as Content-Encoding says, or leave the header out.'
    throw new UptakeError('malformed_json', 'the body could not be unpacked', hint, cause)
  }
}

/** What is said of a body beyond the limit, packed or not. */
export function tooLarge(cause?: unknown): UptakeError {
  const what = `the body has more than ${LIMITS.requestBytes} bytes unpacked`
  return new UptakeError('body_too_large', what, 'Send it in parts.', cause)
}

const toProblem = ({ code, detail }: BatchResult['rejected'][number]): Omit<Problem, 'code'> & { code: string } => ({
  type: 'about:blank',
  title: 'The message was not taken',
  status: 400,
  code,
  detail,
})
