import { checkModel } from '@uptake/shared/model/check'
import { expect, it } from 'vitest'
import type { ListedStanding, Storage } from '../storage/storage.ts'
import { createOverviews } from './overview.ts'

const checked = checkModel({ actions: { a: {} }, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } })
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))

/** A store that answers at once, with so many users. */
function storeOf(count: number): Pick<Storage, 'standings'> {
  const usage = { activeDays: 1, activeBefore: false, activeEarlier: false, features: [], activation: {} }
  const standing = (of: ListedStanding['of'], subject: number): ListedStanding => ({
    of,
    subject,
    id: String(subject).padStart(9, '0'),
    asOf: 0,
    day: 0,
    model: 1,
    status: 'ok',
    score: 50,
    band: 'needs-attention',
    change: null,
    adjusted: null,
    declining: false,
    noise: null,
    quiet: null,
    firstDay: 0,
    traits: {},
    usage: JSON.stringify(usage),
    document: '{}',
  })
  return {
    async standings(of, { after, limit }) {
      const first = after === null ? 0 : Number(after.id) + 1
      const last = of === 'person' ? Math.min(first + limit, count) : first
      return Array.from({ length: last - first }, (_, i) => standing(of, first + i))
    },
  }
}

it('lets requests go first while it reads a large base', async () => {
  const none = async function* (): AsyncGenerator<never> {}
  const overviews = createOverviews(
    checked.model,
    { ...storeOf(2_000), models: async () => [], border: async () => null },
    { allUsers: none, allAccounts: none },
    { refresh: async () => undefined },
  )
  let turns = 0
  const count = (): void => {
    turns += 1
    request = setImmediate(count)
  }
  let request = setImmediate(count)
  const { users } = await overviews.at(0)
  clearImmediate(request)
  expect(users.count).toBe(2_000)
  expect(turns).toBeGreaterThanOrEqual(20)
})
