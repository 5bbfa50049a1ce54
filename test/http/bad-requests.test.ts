import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { BatchResult, Problem } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder, type Folder } from '../faults/folder.ts'
import { openRaw } from '../faults/raw.ts'
import { expectSound, readStored } from '../faults/stored.ts'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'

let folder: Folder
let collector: SpawnedCollector
let taken = 0
beforeAll(async () => {
  folder = createFolder()
  collector = await spawnCollector(folder)
})
afterAll(async () => {
  await collector.end('SIGTERM')
  folder[Symbol.dispose]()
})

const { writeKey, secretKey } = KEYS
let made = 0
const message = () => ({ type: 'track', messageId: `m${made++}`, userId: 'u', event: 'report_created' })
const json = JSON.stringify
/** A batch of one good message. */
const batch = (more: object = {}) => json({ batch: [message()], writeKey, ...more })
const basic = (credentials: string) => ({ Authorization: `Basic ${btoa(credentials)}` })
const packed = (text: string | Uint8Array) => new Uint8Array(gzipSync(text))
/** A batch of a good message and white space, which JSON allows and nobody measures but by the request. */
const ofBytes = (bytes: number) => {
  const text = batch()
  return text + ' '.repeat(bytes - text.length)
}
const chunked = (text: string) =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < text.length; at += 50_000) {
        controller.enqueue(new TextEncoder().encode(text.slice(at, at + 50_000)))
      }
      controller.close()
    },
  })
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))
/** Text with bytes that are no UTF-8 in the place of `?`. */
const broken = (text: string) => new Uint8Array(Buffer.from(text).map((byte) => (byte === 63 ? 0xff : byte)))

interface Case {
  readonly name: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: BodyInit
  readonly status: number
  readonly code?: string
  /** How many messages the answer says to have taken. */
  readonly accepted?: number
}
const ok = (name: string, body: BodyInit, more: Partial<Case> = {}): Case => ({
  name,
  body,
  status: 200,
  accepted: 1,
  ...more,
})
const no = (status: number, code: string, name: string, body?: BodyInit, more: Partial<Case> = {}): Case => ({
  name,
  status,
  code,
  ...(body !== undefined && { body }),
  ...more,
})
const gzip = (encoding = 'gzip') => ({ headers: { 'Content-Encoding': encoding } })
const type = (contentType: string) => ({ headers: { 'Content-Type': contentType } })

const ROUTES = ['batch', 'track', 'identify', 'group', 'page', 'screen', 'alias']
const SHORT = ['b', 't', 'i', 'g', 'p', 's', 'a']
const CASES: Record<string, Case[]> = {
  routes: [
    ...[...ROUTES, ...SHORT].flatMap((route) => {
      const single = { ...message(), groupId: 'g', previousId: `p${made}`, type: 'whatever', writeKey }
      const body = route.startsWith('b') ? batch() : json(single)
      return [
        ok(`/v1/${route}`, body, { path: `/v1/${route}` }),
        no(405, 'method_not_allowed', `GET /v1/${route}`, undefined, { path: `/v1/${route}`, method: 'GET' }),
      ]
    }),
    ...['PUT', 'DELETE', 'PATCH', 'PROPFIND'].map((method) =>
      no(405, 'method_not_allowed', method, batch(), { method }),
    ),
    no(405, 'method_not_allowed', 'POST to a list', '{}', {
      path: '/v1/users',
      headers: { Authorization: `Bearer ${secretKey}` },
    }),
    no(405, 'method_not_allowed', 'POST to health', '{}', { path: '/healthz' }),
    ...[
      '/v1/batches',
      '/v1',
      '/v1/batch/',
      '//v1/batch',
      '/V1/batch',
      '/v2/batch',
      '/v1/%62atch%00',
      '/v1/import',
      '/',
    ].map((path) => no(404, 'not_found', path, batch(), { path })),
    no(400, 'invalid_message', 'a single message without what its route needs', json({ userId: 'u', writeKey }), {
      path: '/v1/track',
    }),
    no(
      400,
      'message_too_large',
      'a single message beyond 32 KiB',
      json({ ...message(), x: 'x'.repeat(33_000), writeKey }),
      { path: '/v1/t' },
    ),
    no(
      400,
      'in_the_future',
      'a single message of the year 3000',
      json({ ...message(), timestamp: '3000-01-01', writeKey }),
      { path: '/v1/t' },
    ),
    no(400, 'malformed_batch', 'a single message that is a list', `[${json(message())}]`, { path: '/v1/track' }),
    no(400, 'malformed_batch', 'a single message that is null', 'null', { path: '/v1/track' }),
    no(400, 'invalid_message', 'a batch to a single route', batch(), { path: '/v1/track' }),
    no(400, 'malformed_batch', 'a single message to the batch', json({ ...message(), writeKey })),
  ],
  keys: [
    no(401, 'unknown_key', 'none', batch({ writeKey: undefined })),
    no(401, 'unknown_key', 'an empty one', batch({ writeKey: '' })),
    no(401, 'unknown_key', 'an unknown one', batch({ writeKey: 'wk' })),
    no(401, 'unknown_key', 'one with a NUL', batch({ writeKey: `${writeKey}\0` })),
    no(401, 'unknown_key', 'one of 10,000 characters', batch({ writeKey: 'k'.repeat(10_000) })),
    no(401, 'unknown_key', '__proto__', batch({ writeKey: '__proto__' })),
    no(401, 'unknown_key', 'one under __proto__', `{"batch":[],"__proto__":{"writeKey":"${writeKey}"}}`),
    no(401, 'unknown_key', 'one in a message alone', json({ batch: [{ ...message(), writeKey }] })),
    no(401, 'unknown_key', 'one in the URL', batch({ writeKey: null }), { path: `/v1/batch?writeKey=${writeKey}` }),
    no(401, 'unknown_key', 'one as a bearer', batch({ writeKey: null }), {
      headers: { Authorization: `Bearer ${writeKey}` },
    }),
    no(401, 'unknown_key', 'one that is not in base64', batch({ writeKey: null }), {
      headers: { Authorization: `Basic ${writeKey}:` },
    }),
    no(401, 'unknown_key', 'one as the password', batch({ writeKey: null }), { headers: basic(`x:${writeKey}`) }),
    no(401, 'unknown_key', 'an empty header', batch({ writeKey: null }), { headers: { Authorization: '' } }),
    ...[7, true, {}, []].map((key) => no(400, 'malformed_batch', `one that is ${json(key)}`, batch({ writeKey: key }))),
    ok('the write key in the header', batch({ writeKey: undefined }), { headers: basic(`${writeKey}:`) }),
    ok('one without a colon in the header', batch({ writeKey: undefined }), { headers: basic(writeKey) }),
    ok('the secret key in the header', batch({ writeKey: undefined }), { headers: basic(`${secretKey}:`) }),
    ok('the secret key in the body', batch({ writeKey: secretKey })),
    ok('known in the header, unknown in the body', batch({ writeKey: 'x' }), { headers: basic(`${writeKey}:`) }),
    ok('unknown in the header, known in the body', batch(), { headers: basic('x:') }),
    ok('in both', batch(), { headers: basic(`${writeKey}:`) }),
    no(401, 'unknown_key', 'none, to a single route', json(message()), { path: '/v1/track' }),
    no(403, 'forbidden', 'the write key to read', undefined, {
      path: '/v1/users',
      method: 'GET',
      headers: { Authorization: `Bearer ${writeKey}` },
    }),
  ],
  'content types and encodings': [
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'image/png',
      'application/json; charset=utf-16',
      '/',
    ].map((name) => ok(name, batch(), type(name))),
    ok('gzip', packed(batch()), gzip()),
    ok(
      'gzip in two members',
      new Uint8Array(Buffer.concat([gzipSync('{"writeKey":"wk_test",'), gzipSync(batch().slice(1))])),
      gzip(),
    ),
    ok('gzip in capitals', packed(batch()), gzip('GZIP')),
    ok('identity', batch(), gzip('identity')),
    no(400, 'malformed_json', 'gzip without saying so', packed(batch())),
    no(400, 'malformed_json', 'no gzip, but saying so', batch(), gzip()),
    no(400, 'malformed_json', 'gzip of nothing', packed(''), gzip()),
    no(400, 'malformed_json', 'nothing as gzip', '', gzip()),
    no(400, 'malformed_json', 'gzip that is cut off', packed(batch()).slice(0, -9), gzip()),
    no(400, 'malformed_json', 'gzip with a wrong checksum', packed(batch()).fill(7, -8), gzip()),
    no(400, 'malformed_json', 'gzip of gzip', packed(packed(batch())), gzip()),
    no(400, 'malformed_json', 'gzip of gzip, saying so', packed(packed(batch())), gzip('gzip, gzip')),
    no(400, 'malformed_json', 'gzip, saying it twice', packed(batch()), gzip('gzip, gzip')),
    no(400, 'malformed_json', 'deflate', new Uint8Array(deflateSync(batch())), gzip('deflate')),
    no(400, 'malformed_json', 'brotli', new Uint8Array(brotliCompressSync(batch())), gzip('br')),
    no(413, 'body_too_large', 'a bomb of 200 MB', packed(new Uint8Array(200_000_000)), gzip()),
  ],
  'what is no JSON object': [
    ...[
      '',
      ' ',
      '{',
      '{"batch":[',
      'nothing',
      'NaN',
      "{'batch':[]}",
      '{"batch":[],}',
      '\0',
      `${batch()}x`,
      `${batch()}\0`,
    ].map((text) => no(400, 'malformed_json', json(text).slice(0, 20), text)),
    ...['null', 'true', '7', '"x"', '[]', `[${batch()}]`, '{}'].map((text) =>
      no(400, 'malformed_batch', text.slice(0, 20), text),
    ),
    ...['null', 'true', '7', '"x"', '{}', '{"length":1}'].map((text) =>
      no(400, 'malformed_batch', `a batch that is ${text}`, `{"writeKey":"${writeKey}","batch":${text}}`),
    ),
    no(400, 'malformed_batch', 'a batch under __proto__', `{"writeKey":"${writeKey}","__proto__":{"batch":[]}}`),
    no(400, 'malformed_batch', 'a batch twice, the last one bad', `${batch().slice(0, -1)},"batch":7}`),
    ok('a batch twice, the last one good', `{"batch":7,${batch().slice(1)}`),
    ok('an empty batch', batch({ batch: [] }), { accepted: 0 }),
    ok('a byte order mark', `\uFEFF${batch()}`),
    no(400, 'malformed_json', 'UTF-16', utf16(batch())),
    ok(
      'bytes that are no UTF-8 inside properties',
      broken(batch({ batch: [{ ...message(), properties: { a: '?' } }] })),
    ),
    ok('bytes that are no UTF-8 in an id', broken(batch({ batch: [{ ...message(), userId: 'u?' }] }))),
    no(400, 'malformed_json', 'bytes that are no UTF-8 outside of texts', broken(`?${batch()}`)),
    no(400, 'malformed_batch', '200,000 levels', '['.repeat(200_000) + ']'.repeat(200_000)),
    no(400, 'malformed_json', '500,000 levels that never end', '['.repeat(500_000)),
  ],
  limits: [
    ok('500 KiB', ofBytes(512_000)),
    no(413, 'body_too_large', '500 KiB and a byte', ofBytes(512_001)),
    ok('500 KiB in chunks', chunked(ofBytes(512_000))),
    no(413, 'body_too_large', '500 KiB and a byte in chunks', chunked(ofBytes(512_001))),
    ok('500 KiB packed', packed(ofBytes(512_000)), gzip()),
    no(413, 'body_too_large', '500 KiB and a byte packed', packed(ofBytes(512_001)), gzip()),
    no(413, 'body_too_large', '500 KiB and a byte, to a single route', ofBytes(512_001), { path: '/v1/track' }),
    ok('1,000 messages', batch({ batch: Array.from({ length: 1_000 }, message) }), { accepted: 1_000 }),
    no(413, 'too_many_messages', '1,001 messages', batch({ batch: Array.from({ length: 1_001 }, message) })),
    no(413, 'too_many_messages', '200,000 messages', `{"writeKey":"${writeKey}","batch":[${'1,'.repeat(200_000)}1]}`),
  ],
}

describe.each(Object.entries(CASES))('a request by its %s', (_of, cases) => {
  it.each(cases)(
    '$name: $status $code',
    async ({ path = '/v1/batch', method = 'POST', headers, body, status, code, accepted }) => {
      const init = { method, ...(headers && { headers }), ...(body !== undefined && { body, duplex: 'half' }) }
      const response = await fetch(`${collector.url}${path}`, init)
      const answer = (await response.json()) as BatchResult & Problem
      expect({ status: response.status, code: answer.code, accepted: answer.accepted }).toEqual({
        status,
        code,
        accepted,
      })
      taken += accepted ?? 0
      if (code === undefined) return
      expect(response.headers.get('Content-Type')).toBe('application/problem+json')
      expect(answer).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        status,
        code,
        detail: expect.any(String),
      })
      expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts|at /)
      if (status === 405) expect(response.headers.get('Allow')).toMatch(/^(OPTIONS, POST|GET)$/)
      // A page of any origin may send, and so read what became of it.
      if (method === 'POST' && path.startsWith('/v1/') && status !== 404 && status !== 405) {
        expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
        expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull()
      }
    },
  )
})

it.each([
  ['no host', 'POST /v1/batch HTTP/1.1\r\nContent-Length: 0'],
  ['a host that is none', 'GET /healthz HTTP/1.1\r\nHost: a b'],
  ['a length that is no number', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: abc'],
  ['a length below 0', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: -1'],
  ['a length beyond all', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999'],
  ['a length and chunks', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked'],
  ['another transfer encoding', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip'],
  ['chunks that are none', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz'],
  ['headers of 20,000 characters', `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`],
  ['a NUL in the path', 'GET /\0 HTTP/1.1\r\nHost: x'],
  ['a path that is none', 'GET :// HTTP/1.1\r\nHost: x'],
  ['an unknown method', 'BREW /v1/batch HTTP/1.1\r\nHost: x'],
  ['another expectation', 'POST /v1/batch HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nContent-Length: 0'],
  ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03'],
])('HTTP with %s is refused', async (_name, head) => {
  using raw = await openRaw(collector.url)
  raw.socket.write(`${head}\r\nConnection: close\r\n\r\n`, 'latin1')
  await raw.ended
  expect(raw.received()).toMatch(/^HTTP\/1\.1 4\d\d /)
})

it('all that was taken is there, once, and nothing failed', async () => {
  expect(await collector.end('SIGTERM')).toBe(0)
  const { ids } = await readStored(folder.data)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toHaveLength(taken)
  expectSound(folder.data)
  expect(collector.output()).not.toContain('failed')
})
