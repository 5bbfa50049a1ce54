import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { toBody, toMessage } from './envelope.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 6)
const visit = { anonymousId: 'a', sessionId: 's', activeAt: 0 }
const stamp = { messageId: 'm', timestamp: '2026-01-02T03:04:05.006Z', anonymousId: 'a' }
const messageOf = (who: object, content: object) =>
  JSON.parse(toMessage({ ...visit, ...who }, 'm', at, JSON.stringify(content))) as unknown

it('stamps what was done with who, when and where', () => {
  const content = { type: 'track', event: 'x', properties: { rows: 1 } }
  expect(messageOf({ userId: 'u', groupId: 'g' }, content)).toEqual({
    ...stamp,
    ...content,
    userId: 'u',
    context: { groupId: 'g', sessionId: 's' },
  })
})

it('leaves out what is not known', () => {
  expect(messageOf({}, { type: 'track', event: 'x' })).toEqual({
    ...stamp,
    type: 'track',
    event: 'x',
    context: { sessionId: 's' },
  })
})

it('carries what a group message is of', () => {
  const content = { type: 'group', groupId: 'g', traits: { seats: 2 } }
  expect(messageOf({ userId: 'u', groupId: 'g' }, content)).toMatchObject(content)
})

it('is JSON whatever the names are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.jsonValue(), (userId, event, properties) => {
      const content = JSON.parse(JSON.stringify({ type: 'track', event, properties })) as object
      expect(messageOf({ userId }, content)).toMatchObject({ userId, ...content })
    }),
  )
})

it('makes a body of messages that are JSON already', () => {
  const sentAt = Date.UTC(2026, 0, 2)
  expect(JSON.parse(toBody('wk', sentAt, undefined, ['{"a":1}', '{"b":2}']))).toEqual({
    writeKey: 'wk',
    sentAt: '2026-01-02T00:00:00.000Z',
    batch: [{ a: 1 }, { b: 2 }],
  })
  expect(JSON.parse(toBody('wk', sentAt, 't', []))).toMatchObject({ token: 't', batch: [] })
})
