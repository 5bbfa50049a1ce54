import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Message, Score } from '@uptake/shared/wire'
import { expect } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS, startCollector } from '../harness/start-collector.ts'
import { temporaryProject } from '../harness/temporary-project.ts'
import { trackBefore } from '../http/track-before.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'
import { MARKERS, MESSAGES } from './calls.ts'
import { type Front, openFront } from './front.ts'

const DAYS = 60

/** A collector in a process of its own, for somebody else's client, and what there is to know of it. */
export interface Stage extends AsyncDisposable {
  readonly front: Front
  /** An example's code, with the collector's address and key in it. */
  code(example: string): string
  /** How many messages were accepted so far, and how many of them came again. */
  sums(): { readonly accepted: number; readonly duplicates: number }
  /** Expects that it has what it would have of our own messages, once each, and nothing else. */
  expectSame(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  const project = temporaryProject()
  opened.defer(project.remove)
  project.configure({ model: EXAMPLE })
  const collector = await spawnCollector(project.paths)
  opened.defer(async () => void (await collector.end('SIGKILL')))
  const front = opened.use(await openFront(collector.url))
  const own = opened.use(await startCollector({ model: EXAMPLE }))

  // Both know Ada for two months, and a visitor on a tablet.
  const before = trackBefore(Date.now())
  const history: Message[] = Array.from({ length: DAYS }, (_, day) => before('ada', day + 1, 'report_created'))
  history.push({ type: 'track', messageId: 'tablet', anonymousId: 'tablet', event: 'comment_added' })
  const body = JSON.stringify({ batch: history, writeKey: KEYS.writeKey })
  expect((await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })).status).toBe(200)
  await own.send(history)

  const read = async (url: string, path: string): Promise<unknown> => {
    const answer = await fetch(url + path, { headers: { Authorization: `Bearer ${KEYS.secretKey}` } })
    expect(answer.status).toBe(200)
    return answer.json()
  }
  const idsBy = async (path: string): Promise<Score['subject'][]> =>
    ((await read(collector.url, path)) as { items: Score[] }).items.map(({ subject }) => subject)
  const sum = (field: 'accepted' | 'duplicates') =>
    front.answers.reduce((total, { result }) => total + result[field], 0)

  const all = opened.move()
  return {
    front,
    sums: () => ({ accepted: sum('accepted'), duplicates: sum('duplicates') }),
    code(example) {
      const source = readFileSync(new URL(`examples/${example}.ts`, import.meta.url), 'utf8')
      return source
        .replace('wk_…', KEYS.writeKey)
        .replace('https://uptake.example.com', front.url)
        .replace('uptake.example.com', new URL(front.url).host)
        .replace(`protocol: 'https'`, `protocol: 'http'`)
    },
    async expectSame() {
      expect(front.answers.filter(({ status, result }) => status !== 200 || result.rejected.length > 0)).toEqual([])
      expect(sum('accepted')).toBe(MESSAGES.length)

      const at = new Date().toISOString()
      const scores = [`/v1/users/ada/score?at=${at}`, `/v1/accounts/acme/score?at=${at}`]
      const readBoth = (url: string) => Promise.all(scores.map((path) => read(url, path)))
      const withoutThem = await readBoth(own.url)
      await own.send(MESSAGES.map((message) => ({ ...message, timestamp: at })))
      const expected = await readBoth(own.url)
      expect(await readBoth(collector.url)).toEqual(expected)
      expect(expected).not.toEqual(withoutThem)

      expect(await idsBy('/v1/users')).toEqual([{ user: 'ada' }])
      expect(await idsBy('/v1/users?trait.role=analyst')).toEqual([{ user: 'ada' }])
      expect(await idsBy('/v1/accounts?trait.seats=20')).toEqual([{ account: 'acme' }])

      expect(await collector.end('SIGTERM')).toBe(0)
      const { data } = project.paths
      const stored = Buffer.concat(readdirSync(data).map((name) => readFileSync(join(data, name)))).toString('latin1')
      expect(stored).toContain('report_shared')
      expect(MARKERS.filter((marker) => stored.includes(marker))).toEqual([])

      // What both visitors did is Ada's, and what she did as one of a group is the group's.
      await using reopened = await startCollector({ model: EXAMPLE }, { data })
      const messages = await reopened.storage.messagesAfter(DAYS, 100)
      expect(messages.map(({ type, event, userId, accountId }) => [type, event, userId, accountId])).toEqual([
        ['track', 'comment_added', 'ada', null],
        ['page', null, 'ada', null],
        ['track', 'rows_imported', 'ada', null],
        ['identify', null, 'ada', null],
        ['group', null, 'ada', 'acme'],
        ['track', 'report_shared', 'ada', 'acme'],
        ['alias', null, 'ada', 'acme'],
      ])
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
