import { checkModel } from '@uptake/shared/model/check'
import { expect, it } from 'vitest'
import type { Storage } from '../storage/storage.ts'
import { toInstant } from './instant.ts'
import { createLists } from './lists.ts'
import { type Standing, toStanding } from './standing.ts'
import { nobody } from './subjects.ts'

const checked = checkModel({ actions: { a: {} }, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } })
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { model } = checked

it('lets requests go first while it scores a large base for a past instant', async () => {
  const at = toInstant(model, 0)
  const beside = { version: 1, cycle: 'daily', medianChange: null } as const
  async function* users(): AsyncGenerator<Standing> {
    for (let i = 0; i < 1_000; i++) yield toStanding({ user: `user${i}` }, nobody(model, at, 'person'), at, beside)
  }
  const none = async function* (): AsyncGenerator<never> {}
  const lists = createLists({} as Storage, { allUsers: users, allAccounts: none }, { refresh: async () => undefined })
  let turns = 0
  const count = (): void => {
    turns += 1
    request = setImmediate(count)
  }
  let request = setImmediate(count)
  const { items } = await lists.page({ of: 'person', at }, { sort: 'id' }, { after: null, limit: 500 })
  clearImmediate(request)
  expect(items).toHaveLength(500)
  expect(turns).toBeGreaterThanOrEqual(10)
})
