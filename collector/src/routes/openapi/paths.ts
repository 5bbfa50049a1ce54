import { type ZodType, z } from 'zod'
import type { ZodOpenApiContentObject, ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import { MESSAGE_TYPES } from '@uptake/shared/wire'
import { listQuery } from '../lists.ts'
import { tokenQuery } from '../me.ts'
import { nudgeReportQuery } from '../nudges.ts'
import { overviewQuery } from '../overview.ts'
import { historyQuery, nextQuery, scoreQuery } from '../scores.ts'
import { erased, heldOnUser } from './erasure.ts'
import { batch, batchResult, problem, single } from './ingest.ts'
import { nudgeReports } from './nudges.ts'
import { overview } from './overview.ts'
import { explainedScore, listedScore, me, nextActions, scoredDays } from './scores.ts'

const JSON_TYPE = 'application/json'
const PROBLEM_TYPE = 'application/problem+json'

const json = (schema: ZodType, description: string) => ({ description, content: { [JSON_TYPE]: { schema } } })
const PROBLEMS = {
  400: 'What was sent is not valid: `malformed_json`, `malformed_batch`, `invalid_parameter`, or a rejection’s code.',
  401: 'The key or the token is missing or not valid: `unknown_key`, `unknown_token`.',
  403: 'This is not allowed by that key: `forbidden`.',
  404: 'There is nothing here: `not_found`.',
  410: 'That is older than what is kept: `beyond_retention`.',
  413: 'It is too large: `body_too_large`, `too_many_messages`.',
  429: 'Too many requests: `rate_limited`; `Retry-After` says when to come again.',
  503: 'The collector cannot do this now: `unavailable`; `Retry-After` says when to come again.',
}
const problems = (...statuses: (keyof typeof PROBLEMS)[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { description: PROBLEMS[status], content: { [PROBLEM_TYPE]: { schema: problem } } },
    ]),
  )

/** A route that takes messages. */
const sending = (summary: string, schema: ZodType): ZodOpenApiOperationObject => ({
  tags: ['Send'],
  summary,
  description:
    'The body is read as JSON whatever `Content-Type` says, and may be packed (`Content-Encoding: gzip`). The write key goes in the header or in the body.',
  security: [{ writeKey: [] }, {}],
  requestBody: { required: true, content: { [JSON_TYPE]: { schema } } },
  responses: { '200': json(batchResult, 'What became of the messages.'), ...problems(400, 401, 413, 429, 503) },
})

/** A route for servers and people. */
const reading = (
  summary: string,
  answer: ZodType,
  query: z.ZodObject,
  path?: z.ZodObject,
): ZodOpenApiOperationObject => ({
  tags: ['Read'],
  summary,
  security: [{ secretKey: [] }],
  requestParams: path ? { path, query } : { query },
  responses: {
    '200': json(answer, summary),
    ...problems(400, 401, 403, ...(path ? ([404] as const) : []), 410, 429, 503),
  },
})
const page = z.strictObject({ items: z.array(listedScore), next: z.string().nullable() })

const idOf = (kind: 'user' | 'account') =>
  z.object({ id: z.string().meta({ description: `the ${kind}’s id, percent-encoded` }) })

function subjectPaths(kind: 'user' | 'account'): ZodOpenApiPathsObject {
  const path = `/v1/${kind}s`
  const id = idOf(kind)
  const query = kind === 'user' ? listQuery : listQuery.omit({ account: true })
  return {
    [path]: { get: reading(`Who stands where, by page; \`trait.NAME=\` sifts by a trait`, page, query) },
    [`${path}/{id}`]: {
      delete: {
        ...reading(`Erase the ${kind}, and its id in what is kept of others`, erased, z.object({}), id),
        tags: ['Erase and export'],
      },
    },
    [`${path}/{id}/score`]: { get: reading(`The ${kind}’s score`, explainedScore, scoreQuery, id) },
    [`${path}/{id}/next`]: { get: reading('What would raise it, the greatest gain first', nextActions, nextQuery, id) },
    [`${path}/{id}/history`]: { get: reading('How they stood at the end of each day', scoredDays, historyQuery, id) },
  }
}

/** A route that the app in the browser asks. */
const ofMe = (summary: string, content: ZodOpenApiContentObject): ZodOpenApiOperationObject => ({
  tags: ['In the app'],
  summary,
  description: 'With identity `trust` also by the write key, with `?userId=` (and `&account=`).',
  security: [{ identityToken: [] }],
  requestParams: { query: tokenQuery },
  responses: { '200': { description: summary, content }, ...problems(400, 401, 403, 429, 503) },
})

const health = (summary: string, status: string): ZodOpenApiOperationObject => ({
  tags: ['Operate'],
  summary,
  security: [],
  responses: { '200': json(z.strictObject({ status: z.literal(status) }), summary), ...problems(503) },
})
const operating = (summary: string, type: string): ZodOpenApiOperationObject => ({
  tags: ['Operate'],
  summary: `${summary}; on this machine without a key`,
  security: [{ secretKey: [] }, {}],
  responses: { '200': { description: summary, content: { [type]: {} } }, ...problems(401, 403) },
})

/** Every route, with what it takes and answers. */
export const paths: ZodOpenApiPathsObject = {
  '/v1/batch': { post: sending('Take messages in (also `/v1/b`)', batch) },
  ...Object.fromEntries(
    MESSAGE_TYPES.map((type) => [
      `/v1/${type}`,
      { post: sending(`Take one ${type} message in (also \`/v1/${type[0]}\`)`, single) },
    ]),
  ),
  '/beacon/v1/batch': {
    post: {
      ...sending('Take messages in from RudderStack’s beacons, which send no headers', batch),
      requestParams: { query: z.object({ writeKey: z.string() }) },
    },
  },
  '/v1/me': { get: ofMe('The user’s score, activation, nudges and next actions', { [JSON_TYPE]: { schema: me } }) },
  '/v1/me/stream': {
    get: ofMe('The same as server-sent events `me`, at once and whenever it changes', { 'text/event-stream': {} }),
  },
  ...subjectPaths('user'),
  ...subjectPaths('account'),
  '/v1/users/{id}/export': {
    get: {
      ...reading('All that is held on the user', heldOnUser, z.object({}), idOf('user')),
      tags: ['Erase and export'],
    },
  },
  '/v1/overview': { get: reading('Where everybody stands, and how the product is used', overview, overviewQuery) },
  '/v1/nudges/report': { get: reading('What came of each nudge', nudgeReports, nudgeReportQuery) },
  '/healthz': { get: health('The process answers', 'ok') },
  '/readyz': { get: health('It can take messages in', 'ready') },
  '/metrics': { get: operating('Figures for Prometheus', 'text/plain') },
  '/openapi.json': { get: operating('This description', JSON_TYPE) },
  '/docs': { get: operating('This description, to be read', 'text/html') },
}
