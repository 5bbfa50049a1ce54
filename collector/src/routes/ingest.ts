import { type Context, type Handler, Hono } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { type BatchResult, LIMITS, type MessageType } from '@uptake/shared/wire'
import { UptakeError } from '../errors.ts'
import type { Services } from '../http/app.ts'
import { basicKey, roleOf } from '../http/keys.ts'
import { readJson } from '../http/read-body.ts'

/** Each single route, long and short, and the type of its message. */
const SINGLE: Record<string, MessageType> = {
  track: 'track',
  identify: 'identify',
  group: 'group',
  page: 'page',
  screen: 'screen',
  alias: 'alias',
  t: 'track',
  i: 'identify',
  g: 'group',
  p: 'page',
  s: 'screen',
  a: 'alias',
}

const envelope = z.looseObject({
  writeKey: z.string().nullish(),
})
const batch = envelope.extend({
  batch: z.array(z.unknown()),
  sentAt: z.unknown().optional(),
  context: z.unknown().optional(),
})

/** The Segment HTTP tracking API. Answers after what it accepted is committed. */
export function ingestRoutes({ keys, ingest, now }: Pick<Services, 'keys' | 'ingest' | 'now'>): Hono {
  async function read<Schema extends z.ZodType<z.output<typeof envelope>>>(context: Context, schema: Schema) {
    const { value, bytes } = await readJson(context)
    const { success, data, error } = schema.safeParse(value)
    if (!success) {
      const what = `${error.issues[0]?.path.join('.') || 'body'}: ${error.issues[0]?.message}`
      throw new UptakeError(
        'malformed_batch',
        what,
        'Send { "batch": [message, …] }, or one message to a single route.',
      )
    }
    // Either may be the one: a header may belong to a proxy in between.
    const sent = [basicKey(context.req.header('Authorization')), data.writeKey ?? undefined]
    if (sent.every((key) => roleOf(keys, key) === null)) {
      const hint = 'Send the write key as "Authorization: Basic base64(key:)", or as writeKey in the body.'
      throw new UptakeError('unknown_key', 'no known write key', hint)
    }
    return { data, bytes }
  }
  async function readBatch(context: Context): Promise<Response> {
    const { data, bytes } = await read(context, batch)
    if (data.batch.length > LIMITS.requestMessages) {
      const what = `the batch has ${data.batch.length} messages, more than ${LIMITS.requestMessages}`
      throw new UptakeError('too_many_messages', what, 'Send it in parts.')
    }
    const delivery = { receivedAt: now(), sentAt: data.sentAt, context: data.context, bytes }
    return context.json(await ingest(data.batch, () => delivery))
  }
  const readSingle = (type: MessageType) => async (context: Context) => {
    const { data, bytes } = await read(context, envelope)
    const result: BatchResult = await ingest([{ ...data, type }], () => ({ receivedAt: now(), bytes }))
    const [rejection] = result.rejected
    return rejection
      ? context.body(JSON.stringify(toProblem(rejection)), 400, { 'Content-Type': 'application/problem+json' })
      : context.json(result)
  }

  const routes = new Hono()
  const add = (path: string, handler: Handler) => routes.use(path, anyOrigin).post(path, handler)
  for (const path of ['/v1/batch', '/v1/b']) add(path, readBatch)
  for (const [name, type] of Object.entries(SINGLE)) add(`/v1/${name}`, readSingle(type))
  return routes
}

const anyOrigin = cors({
  origin: '*',
  allowMethods: ['POST'],
  allowHeaders: ['Authorization', 'Content-Type'],
  exposeHeaders: ['Retry-After'],
  maxAge: 86_400,
})

const toProblem = ({ code, detail }: BatchResult['rejected'][number]) => ({
  type: 'about:blank',
  title: 'The message was not taken',
  status: 400,
  code,
  detail,
})
