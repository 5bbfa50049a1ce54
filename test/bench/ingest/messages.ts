import { randomUUID } from 'node:crypto'
import { mulberry32, pick } from '../../../demo/random.ts'
import { toBody, toMessage } from '../../../sdk/src/core/envelope.ts'
import { createUuids } from '../../../sdk/src/core/uuid.ts'
import { KEYS } from '../../harness/start-collector.ts'
import { DAY_MS } from '../moment.ts'

/** What makes ids: the SDK's version 7, which ascend, or version 4, which fall anywhere. */
export type Ids = 'v7' | 'v4'

export interface Load {
  readonly events: number
  /** Messages a request. */
  readonly batch: number
  /** @defaultValue "v7" */
  readonly ids?: Ids
  /** @defaultValue 400, in accounts of ten */
  readonly users?: number
  /** How many days it is spread over. @defaultValue all of it within some minutes */
  readonly days?: number
}

const USERS_AN_ACCOUNT = 10
const EVENTS_A_SESSION = 50
export const USERS = 400

/**
 * Makes messages as the SDK does, about 325 bytes each, as JSON: whoever acts is another each time, which spares the collector
 * nothing. The same seed makes the same but for the ids' random part.
 * @param endMs - when the last was recorded, in Unix milliseconds
 */
export function* createMessages(load: Load, endMs: number): Generator<string> {
  const random = mulberry32(5)
  const eachMs = load.days === undefined ? 0.05 : (load.days * DAY_MS) / load.events
  const startMs = endMs - load.events * eachMs
  const random32 = () => Math.floor(random() * 2 ** 32)
  const uuids = createUuids(random32)
  const people = Array.from({ length: load.users ?? USERS }, (_, i) => ({
    anonymousId: uuids(startMs - DAY_MS),
    userId: `user-${i}`,
    groupId: `account-${Math.floor(i / USERS_AN_ACCOUNT)}`,
    sessionId: uuids(startMs),
    activeAt: startMs,
    left: EVENTS_A_SESSION,
  }))
  for (let i = 0; i < load.events; i++) {
    const person = pick(random, people)
    const at = Math.floor(startMs + i * eachMs)
    if (person.left-- === 0) Object.assign(person, { sessionId: uuids(at), left: EVENTS_A_SESSION })
    const { left: _, ...visit } = person
    const content = { type: 'track', ...pick(random, CONTENTS)(random32() % 500) }
    yield toMessage(visit, load.ids === 'v4' ? randomUUID() : uuids(at), at, JSON.stringify(content))
  }
}

const CONTENTS: readonly ((some: number) => object)[] = [
  (some) => ({ event: 'report_created', properties: { report: `r_${some}`, template: 'pipeline', rows: some } }),
  (some) => ({ event: 'report_shared', properties: { report: `r_${some}`, with: `user-${some % 20}` } }),
  (some) => ({ event: 'comment_added', properties: { report: `r_${some}`, with: `user-${some % 20}` } }),
  (some) => ({ event: 'rows_imported', properties: { rows: some, source: 'csv', file: `export-${some}.csv` } }),
  (some) => ({ event: 'signed_in', properties: { method: 'password', attempt: some % 3, remembered: true } }),
]

/** Makes the bodies of `POST /v1/batch` for a load, as the SDK sends them. */
export function createBodies(load: Load, endMs: number): Buffer[] {
  const bodies: Buffer[] = []
  let messages: string[] = []
  for (const message of createMessages(load, endMs)) {
    if (messages.push(message) < load.batch) continue
    bodies.push(Buffer.from(toBody(KEYS.writeKey, endMs, undefined, messages)))
    messages = []
  }
  return bodies
}
