import type { BatchResult, RejectionCode, Score } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFolder, type Folder } from '../faults/folder.ts'
import { expectSound, readStored } from '../faults/stored.ts'
import { type SpawnedCollector, spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'

const DAY_MS = 86_400_000
const START = Date.now()
const iso = (ms: number) => new Date(ms).toISOString()

let folder: Folder
let collector: SpawnedCollector
/** What was said to be taken, beside the good ones. */
let taken = 0
/** Good messages, two around each bad one. */
const good: object[] = []
beforeAll(async () => {
  folder = createFolder()
  collector = await spawnCollector(folder)
})
afterAll(async () => {
  await collector.end('SIGTERM')
  folder[Symbol.dispose]()
})

const post = (body: BodyInit) => fetch(`${collector.url}/v1/batch`, { method: 'POST', body })

function createGood(): string {
  const n = good.length
  const timestamp = iso(START - (n % 10) * DAY_MS)
  const message = { type: 'track', event: 'report_created', timestamp, userId: 'good', messageId: `good-${n}` }
  good.push(message)
  return JSON.stringify(message)
}
/** Sends a message as text, with a good one on either side. */
async function sendBetween(text: string, envelope = ''): Promise<BatchResult> {
  const batch = `[${createGood()},${text},${createGood()}]`
  const response = await post(`{"writeKey":"${KEYS.writeKey}","batch":${batch}${envelope}}`)
  const result = (await response.json()) as BatchResult
  expect({ status: response.status, result }).toMatchObject({ status: 200, result: { success: true } })
  taken += result.accepted - 2
  return result
}

let made = 0
const track = (more: object = {}) =>
  JSON.stringify({ type: 'track', messageId: `m${made++}`, userId: 'u', event: 'report_created', ...more })
/** A track whose members are written as they are: what JSON allows and `JSON.stringify` never writes. */
const written = (members: string) => `{"type":"track","event":"report_created",${members}}`
const properties = (text: string) => written(`"userId":"u","properties":${text}`)
const levels = (count: number) => `${'{"a":'.repeat(count - 1)}{}${'}'.repeat(count - 1)}`
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, index]))
const ofBytes = (bytes: number) => {
  const empty = track({ properties: { pad: '' } })
  return empty.replace('"pad":""', `"pad":"${'x'.repeat(bytes - empty.length)}"`)
}
const LONG = 'n'.repeat(10_000)

interface Case {
  name: string
  text: string
  /** Why it is refused; none where it is taken. */
  code?: RejectionCode
  /** What the reason names. */
  says?: string
}
const refused = (says: string, name: string, text: string): Case => ({ name, text, code: 'invalid_message', says })
const isTaken = (name: string, text: string): Case => ({ name, text })

const SHAPES: Case[] = [
  refused('message', 'null', 'null'),
  refused('message', 'a number', '1'),
  refused('message', 'text', '"track"'),
  refused('message', 'true', 'true'),
  refused('message', 'a list', '[]'),
  refused('message', 'a batch in a batch', `[${track()}]`),
  refused('type', 'an empty object', '{}'),
  refused('type', 'no type', track({ type: undefined })),
  refused('type', 'an unknown type', track({ type: 'purchase' })),
  refused('type', 'a type in capitals', track({ type: 'Track' })),
  refused('type', 'a type that every object has', track({ type: 'constructor' })),
  refused('type', 'a type that is a number', track({ type: 1 })),
  refused('type', 'a type that is a list', track({ type: ['track'] })),
  refused('type', 'type __proto__', written('"type":"__proto__","userId":"u"')),
  refused('type', 'a key twice, the last one bad', written('"type":"x","userId":"u"')),
  isTaken('a key twice, the last one good', written('"userId":1e999,"userId":"u"')),
  refused('event', 'a track without an event', track({ event: undefined })),
  refused('event', 'an event that is null', track({ event: null })),
  refused('event', 'an empty event', track({ event: '' })),
  refused('event', 'an event that is a number', track({ event: 7 })),
  refused('event', 'an event of 10,000 characters', track({ event: LONG })),
  refused('event', 'an event with a NUL', track({ event: 'a\0b' })),
  refused('event', 'an event with half a pair', track({ event: 'a\uD800' })),
  refused('groupId', 'a group without a group', JSON.stringify({ type: 'group', userId: 'u' })),
  refused('previousId', 'an alias without a previous id', JSON.stringify({ type: 'alias', userId: 'u' })),
  refused('userId', 'an alias without a user', JSON.stringify({ type: 'alias', anonymousId: 'a', previousId: 'b' })),
  refused('properties', 'properties that are a list', properties('[]')),
  refused('properties', 'properties that are text', properties('"x"')),
  refused('properties', 'properties that are a number', properties('0')),
  refused('properties', 'properties that are false', properties('false')),
  isTaken('properties that are null', properties('null')),
  refused('traits', 'traits that are a list', JSON.stringify({ type: 'identify', userId: 'u', traits: [1] })),
  refused('traits', 'traits that are text', JSON.stringify({ type: 'group', userId: 'u', groupId: 'g', traits: 'x' })),
  refused('context', 'a context that is text', track({ context: 'x' })),
  refused('context', 'a context that is a list', track({ context: [] })),
  refused('context', 'a context that is a number', track({ context: 0 })),
  isTaken('a context that is null', track({ context: null })),
  isTaken('a context with all that vendors put there', track({ context: { ip: '::1', page: { url: LONG } } })),
  isTaken('members that nobody knows', track({ integrations: { All: true }, channel: 'web', [LONG]: LONG })),
]

const IDS: Case[] = [
  refused('userId or anonymousId', 'nobody', track({ userId: undefined })),
  refused('userId or anonymousId', 'null for both ids', track({ userId: null, anonymousId: null })),
  refused('userId', 'an empty id', track({ userId: '' })),
  isTaken('an id of 255 characters', track({ userId: 'u'.repeat(255) })),
  refused('userId', 'an id of 256 characters', track({ userId: 'u'.repeat(256) })),
  refused('userId', 'an id of 10,000 characters', track({ userId: LONG })),
  isTaken('an id of 255 characters beyond the basic plane', track({ userId: '𝄞'.repeat(255) })),
  refused('userId', 'an id of 256 characters beyond the basic plane', track({ userId: '𝄞'.repeat(256) })),
  isTaken('an id of 0', track({ userId: 0 })),
  isTaken('an id of -1', track({ userId: -1 })),
  isTaken('an id of 1e21', written('"userId":1e21')),
  refused('userId', 'an id beyond any number', written('"userId":1e999')),
  refused('userId', 'an id below any number', written('"anonymousId":"a","userId":-1e999')),
  refused('context.groupId', 'an account beyond any number', written('"userId":"u","context":{"groupId":1e999}')),
  refused('userId or anonymousId', 'NaN, which JSON writes as null', track({ userId: NaN })),
  refused('userId', 'an id of true', track({ userId: true })),
  refused('anonymousId', 'an id of false', track({ anonymousId: false })),
  refused('userId', 'an id that is an object', track({ userId: { id: 'u' } })),
  refused('userId', 'an id that is a list', track({ userId: ['u'] })),
  refused('userId', 'a NUL in an id', track({ userId: 'u\0' })),
  refused('userId', 'a new line in an id', track({ userId: 'u\n' })),
  refused('userId', 'an escape in an id', track({ userId: '\u001B[31mu' })),
  refused('userId', 'a delete in an id', track({ userId: 'u\u007F' })),
  refused('userId', 'a C1 control in an id', track({ userId: 'u\u0085' })),
  refused('userId', 'half a pair in an id', track({ userId: 'u\uD83D' })),
  refused('userId', 'the other half in an id', track({ userId: '\uDE00u' })),
  refused('anonymousId', 'a NUL in an anonymous id', track({ anonymousId: '\0' })),
  refused('groupId', 'a NUL in a group', JSON.stringify({ type: 'group', userId: 'u', groupId: 'g\0' })),
  refused('groupId', 'an empty group', JSON.stringify({ type: 'group', userId: 'u', groupId: '' })),
  refused('previousId', 'a control in a previous id', JSON.stringify({ type: 'alias', userId: 'u', previousId: '\b' })),
  refused('context.groupId', 'an account of 256 characters', track({ context: { groupId: 'g'.repeat(256) } })),
  refused('context.sessionId', 'a NUL in a session', track({ context: { sessionId: 's\0' } })),
  refused('context.sessionId', 'a session of true', track({ context: { sessionId: true } })),
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    "'; DROP TABLE messages; --",
    '../..',
  ].map((name) =>
    isTaken(
      `${name} wherever a name can be`,
      written(
        `"userId":"${name}","anonymousId":"${name}","context":{"groupId":"${name}","sessionId":"${name}"},` +
          `"properties":{"${name}":{"${name}":["${name}"]},"with":"${name}"}`,
      ),
    ),
  ),
  ...['__proto__', 'constructor', 'toString'].flatMap((name) => [
    isTaken(`an event ${name}`, track({ event: name })),
    isTaken(`a trait ${name}`, `{"type":"identify","userId":"u","traits":{"${name}":"x"}}`),
  ]),
  isTaken('members under __proto__', written('"userId":"u","__proto__":{"type":"x","userId":7,"event":null}')),
  refused('userId or anonymousId', 'an id under __proto__', written('"__proto__":{"userId":"u"}')),
  isTaken('an empty message id', track({ messageId: '' })),
  isTaken('a message id of 255 characters', track({ messageId: 'i'.repeat(255) })),
  refused('messageId', 'a message id of 256 characters', track({ messageId: 'i'.repeat(256) })),
  isTaken('a message id of 255 characters beyond the basic plane', track({ messageId: '𝄞'.repeat(255) })),
  refused('messageId', 'a message id of 256 characters beyond the basic plane', track({ messageId: '𝄞'.repeat(256) })),
  refused('messageId', 'a message id that is a number', track({ messageId: 7 })),
  refused('messageId', 'a message id that is an object', track({ messageId: {} })),
  isTaken('a message id that is null', track({ messageId: null })),
  isTaken('a message id of controls', track({ messageId: '\0\n\u001B' })),
  isTaken('a message id that is half a pair', track({ messageId: '\uD800' })),
]

const BODIES: Case[] = [
  isTaken('NULs in properties', track({ properties: { 'a\0': '\0', list: ['\0', { '\0': '\0' }] } })),
  isTaken('lone surrogates in properties', track({ properties: { '\uD800': '\uDFFF', with: ['\uD800'] } })),
  isTaken(
    'properties of all kinds that every object has',
    properties('{"__proto__":{"a":1},"constructor":1,"toString":[]}'),
  ),
  isTaken('a name of 10,000 characters in properties', track({ properties: { [LONG]: LONG } })),
  isTaken(
    'a trait name of 10,000 characters',
    JSON.stringify({ type: 'identify', userId: 'u', traits: { [LONG]: 1 } }),
  ),
  isTaken('numbers beyond all', properties('{"value":1e999,"least":-1e999,"small":1e-999,"zero":-0}')),
  isTaken('a number of 10,000 digits', properties(`{"value":${'9'.repeat(10_000)}}`)),
  isTaken('20 levels', properties(levels(20))),
  refused('levels', '21 levels', properties(levels(21))),
  refused('levels', '21 levels of lists', properties(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`)),
  refused('levels', '21 levels of traits', `{"type":"identify","userId":"u","traits":${levels(21)}}`),
  refused('levels', '10,000 levels within 32 KiB', properties(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)),
  {
    name: '100,000 levels',
    text: properties(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    code: 'invalid_message',
  },
  isTaken('200 properties', track({ properties: many(200) })),
  refused('200', '201 properties', track({ properties: many(201) })),
  refused('200', '201 properties on several levels', track({ properties: { a: many(100), b: [many(99)] } })),
  refused('200', '201 traits', JSON.stringify({ type: 'identify', userId: 'u', traits: many(201) })),
  isTaken('32 KiB', ofBytes(32_768)),
  { name: 'a byte more than 32 KiB', text: ofBytes(32_769), code: 'message_too_large' },
  { name: '32 KiB of what is not kept', text: track({ channel: 'x'.repeat(32_768) }), code: 'message_too_large' },
  { name: '300 KiB', text: track({ properties: { pad: 'x'.repeat(300_000) } }), code: 'message_too_large' },
]

const refusedTime = (timestamp: unknown) =>
  refused('timestamp', `at ${JSON.stringify(timestamp)}`, track({ timestamp }))
const isTime = (timestamp: unknown) => isTaken(`at ${JSON.stringify(timestamp)}`, track({ timestamp }))
const NO_TIMES =
  'yesterday NaN 0 1767225600000 2026-02-30 2026-13-01T00:00:00Z 2026-01-01T25:00:00Z -000005-01-01T00:00:00Z __proto__ ' +
  '+275760-09-13T00:00:00.000Z 2016-12-31T23:59:60Z 2026-01-01T00:00:00+99:99 12026-01-01T00:00:00Z ２０２６-01-01T00:00:00Z'
const TIMES: Case[] = [
  ...NO_TIMES.split(' '),
  '',
  ' ',
  '2026-01-01T00:00:00Z\0',
  LONG,
  '\uD800',
  0,
  -1,
  1e21,
  1_767_225_600_000,
  true,
  {},
  [],
].map(refusedTime)
TIMES.push(
  refused('originalTimestamp', 'an original time that is a number', track({ originalTimestamp: 1 })),
  ...['2026-01-01', '2026-01-01T00:00', '2026-01-01 00:00:00', '2026-01-01t00:00:00z', '1970-01-01T00:00:00Z'].map(
    isTime,
  ),
  ...['2026-01-01T00:00:00+14:00', '2026-01-01T00:00:00.123456789-0330', '0000-01-01T00:00:00Z', null].map(isTime),
  isTaken('a day ahead, nearly', track({ timestamp: iso(START + DAY_MS - 60_000) })),
  ...['3000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', iso(START + DAY_MS + 3_600_000)].map((timestamp): Case => ({
    name: `at ${timestamp}`,
    text: track({ timestamp }),
    code: 'in_the_future',
  })),
  {
    name: 'sent in the year 0, which puts it thousands of years ahead',
    text: track({ timestamp: '2026-01-01T00:00:00Z', sentAt: '0000-01-01T00:00:00Z' }),
    code: 'in_the_future',
  },
  isTaken(
    'sent in the year 9999, which puts it before our era',
    track({ timestamp: '2000-01-01', sentAt: '9999-12-31' }),
  ),
  ...[0, 1e21, true, '', 'now', {}, [], null, '-000005-01-01T00:00:00Z', LONG].map((sentAt) =>
    isTaken(
      `sent at ${JSON.stringify(sentAt).slice(0, 30)}, which is no time`,
      track({ timestamp: '2026-01-01', sentAt }),
    ),
  ),
)

describe.each([
  { of: 'shape', cases: SHAPES },
  { of: 'ids', cases: IDS },
  { of: 'properties and traits', cases: BODIES },
  { of: 'time', cases: TIMES },
])('a message by its $of', ({ cases }) => {
  it.each(cases)('$name: $code', async ({ text, code, says = '' }) => {
    const { accepted, duplicates, rejected } = await sendBetween(text)
    expect({ accepted, duplicates, rejected: rejected.map((one) => ({ index: one.index, code: one.code })) }).toEqual({
      accepted: code ? 2 : 3,
      duplicates: 0,
      rejected: code ? [{ index: 1, code }] : [],
    })
    if (code) expect(rejected[0]?.detail).toContain(says)
  })
})

describe('what all of a batch shares', () => {
  it.each([
    ['sentAt', '1e999'],
    ['sentAt', '{"a":1}'],
    ['sentAt', '"never"'],
    ['context', 'null'],
    ['context', '{"groupId":null,"page":[1]}'],
    ['__proto__', '{"batch":7}'],
    ['unknown', levels(1_000)],
  ])('%s %s costs no message', async (name, text) => {
    expect(await sendBetween(track(), `,"${name}":${text}`)).toMatchObject({ accepted: 3, rejected: [] })
  })
  it.each(['"x"', '7', '{"groupId":""}', '{"groupId":true}'])(
    'context %s costs those that it would be the context of',
    async (text) => {
      const response = await post(`{"writeKey":"${KEYS.writeKey}","batch":[${track()}],"context":${text}}`)
      expect(await response.json()).toMatchObject({ accepted: 0, rejected: [{ code: 'invalid_message' }] })
    },
  )

  it.each(['null', '7', '"x"', '[]'])('a context is none of %s', async (text) => {
    const { rejected } = await sendBetween(text, ',"context":{"groupId":"g"}')
    expect(rejected).toMatchObject([{ index: 1, code: 'invalid_message' }])
  })

  it('one message twice, in a batch and in two, and within it with another content', async () => {
    const twice = track({ messageId: 'twice' })
    expect(await sendBetween(`${twice},${twice}`)).toMatchObject({ accepted: 3, duplicates: 1, rejected: [] })
    expect(await sendBetween(track({ messageId: 'twice', event: 'report_shared' }))).toMatchObject({ duplicates: 1 })
    // A bad one by the same id uses nothing up.
    expect(
      await sendBetween(`${track({ messageId: 'late', event: '' })},${track({ messageId: 'late' })}`),
    ).toMatchObject({
      accepted: 3,
      rejected: [{ messageId: 'late' }],
    })
  })
})

describe('in the end', () => {
  it('a good message scores as if no bad one had come', async () => {
    const control = good.map((message, n) => ({ ...message, userId: 'control', messageId: `control-${n}` }))
    const response = await post(JSON.stringify({ batch: control, writeKey: KEYS.writeKey }))
    expect(((await response.json()) as BatchResult).accepted).toBe(good.length)
    taken += good.length
    const scores = await Promise.all(
      ['good', 'control'].map(async (userId) => {
        const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
        const at = iso(START + DAY_MS / 2)
        return (await (await fetch(`${collector.url}/v1/users/${userId}/score?at=${at}`, { headers })).json()) as Score
      }),
    )
    expect(scores[0]?.score).toBeGreaterThan(0)
    expect(scores[0]).toEqual({ ...scores[1], subject: { user: 'good' } })
  })

  it('all that was taken is there, once, and nothing failed', async () => {
    expect(await collector.end('SIGTERM')).toBe(0)
    const { ids } = await readStored(folder.data)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(good.length + taken)
    expectSound(folder.data)
    expect(collector.output()).not.toContain('failed')
  })
})
