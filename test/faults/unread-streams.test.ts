import { setTimeout as wait } from 'node:timers/promises'
import type { Me } from '@uptake/shared/wire'
import { expect, it } from 'vitest'
import { startCollector } from '../harness/start-collector.ts'
import { MODEL } from './folder.ts'
import { openRaw, STREAM_REQUEST } from './raw.ts'

const PATIENCE = { headersMs: 5_000, requestMs: 5_000, idleMs: 5_000, stalledMs: 20_000, checkMs: 50 }
/** A stream that has something to say, and a comment to make, more often than any in life. */
const PERIODS = { commentMs: 1, lookMs: 5 }
const EVENT_BYTES = 400_000
/** What lies between two processes of one machine holds a few megabytes. */
const MOST_EVENTS = 40

const nudgeOf = (n: number): Me['nudges'][number] => ({
  id: `n${n}`,
  slot: 'top',
  kind: 'banner',
  title: 'Another one',
  body: 'x'.repeat(EVENT_BYTES),
})

/** A collector in which each look at a person finds something else, and who watches is counted. */
async function startTalkative(patience: typeof PATIENCE) {
  const seen = { looks: 0, watching: 0 }
  const collector = await startCollector(
    { model: MODEL, identity: 'trust' },
    {
      patience,
      instead: ({ watch, nudges }) => ({
        streamPeriods: PERIODS,
        nudges: { ...nudges, offer: async () => [nudgeOf(seen.looks++)] },
        watch: {
          add(watched, onCommit) {
            const forget = watch.add(watched, onCommit)
            seen.watching++
            return () => {
              seen.watching--
              forget()
            }
          },
        },
      }),
    },
  )
  return { url: collector.url, seen, [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose]() }
}

/** Waits until nothing new was looked at for many times as long as it takes to look. */
async function untilStuck(seen: { looks: number }): Promise<void> {
  for (let before = -1; seen.looks === 0 || before !== seen.looks; await wait(60 * PERIODS.lookMs)) before = seen.looks
}

it('R33: a stream that nobody reads says no more until it is read, and then how things are', async () => {
  await using collector = await startTalkative(PATIENCE)
  const { url, seen } = collector
  using raw = await openRaw(url, { reads: false })
  raw.socket.write(STREAM_REQUEST)
  await untilStuck(seen)
  const stuck = seen.looks
  expect(stuck).toBeLessThan(MOST_EVENTS)

  // What piled up meanwhile is an event, and a comment, not one for each time that there was a reason.
  let text = ''
  raw.socket.on('data', (chunk) => (text += String(chunk)))
  await expect.poll(() => text.includes(`"n${stuck + 2}"`), { interval: 5, timeout: 20_000 }).toBe(true)
  const comments = text.split('event: me').map((part) => part.match(/: still here/g)?.length ?? 0)
  expect(Math.max(...comments)).toBeLessThan(10)
})

it('R33: a stream that nobody reads for long is cut off and forgotten', async () => {
  await using collector = await startTalkative({ ...PATIENCE, stalledMs: 1_000 })
  const { url, seen } = collector
  using raw = await openRaw(url, { reads: false })
  raw.socket.write(STREAM_REQUEST)
  await expect.poll(() => seen.looks).toBeGreaterThan(0)
  await expect.poll(() => seen.watching).toBe(0)
  expect(seen.looks).toBeLessThan(MOST_EVENTS)
})
