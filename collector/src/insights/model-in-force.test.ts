import { expect, it } from 'vitest'
import { modelInForce, reviewText } from './model-in-force.ts'

const DAY_MS = 86_400_000
const created = Date.UTC(2026, 0, 1)
const models = [
  { version: 1, model: '{}', createdAt: created },
  { version: 2, model: '{}', createdAt: created + 10 * DAY_MS },
]
const at = (days: number, recorded = models) => modelInForce({ models: async () => recorded }, created + days * DAY_MS)

it('R24: is the newest that was recorded', async () => {
  expect([await at(0, []), (await at(0))?.version, (await at(20))?.version]).toEqual([null, 2, 2])
})

it('R24: is flagged for review when it has not been touched for a quarter', async () => {
  expect([(await at(10 + 90))?.reviewDue, (await at(10 + 91))?.reviewDue]).toEqual([false, true])
  const due = await at(200)
  expect(due && reviewText(due)).toContain('model 2 has not been touched since 2026-01-11')
})
