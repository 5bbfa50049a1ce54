import { refold } from '@uptake/collector/src/ingest/refold.ts'
import type { ListedScore } from '@uptake/shared/wire'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { startCollector } from '../harness/start-collector.ts'
import { anyMessages, anyModel, AT } from './arbitraries.ts'
import type { KnownMessage } from './history-of.ts'

const runs = { seed: 20260630, numRuns: 25 }

/** As they are sent: some by a visitor who turns out to be a user later. */
function toSent({ groupId, ...message }: KnownMessage, i: number): object {
  const visitor = { anonymousId: `visitor of ${message.userId}` }
  const who =
    i % 3 === 0 && message.type === 'track'
      ? { ...message, ...visitor, userId: undefined }
      : { ...message, ...(i % 5 === 0 && visitor) }
  return {
    ...who,
    ...(groupId !== undefined && { context: { groupId }, ...(message.type === 'group' && { groupId }) }),
  }
}

it('property 7: the incremental fold and the rebuild from events agree', async () => {
  const agree = fc.asyncProperty(
    anyModel(),
    anyMessages({ maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
    async (model, messages, sizes) => {
      await using collector = await startCollector({ model: model.input }, { now: () => Date.parse(AT) })
      const sent = messages.map(toSent)
      for (let from = 0, turn = 0; from < sent.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1
        await collector.send(sent.slice(from, from + size))
        from += size
      }
      const everybody = async (): Promise<ListedScore[]> => {
        const lists = await Promise.all(
          ['users', 'accounts'].map((path) => collector.read(`/v1/${path}?at=${AT}&sort=id&limit=500`)),
        )
        return lists.flatMap((list) => (list as { items: ListedScore[] }).items)
      }
      const before = await everybody()
      for await (const _ of refold(collector.storage, model, { always: true, messagesATurn: 7 })) void _
      const after = await everybody()
      expect(after.map(({ subject, status, band }) => [subject, status, band])).toEqual(
        before.map(({ subject, status, band }) => [subject, status, band]),
      )
      const off = after.filter(({ score }, i) => Math.abs((score ?? 0) - (before[i]?.score ?? 0)) > 1e-9)
      expect(off).toEqual([])
    },
  )
  await fc.assert(agree, runs)
})
