import type { Model } from '../../model/types.ts'
import type { Overview } from '../../wire/overview.ts'
import type { Day } from '../history.ts'
import { createBase, type BaseMember } from './base.ts'
import { createEngagement } from './engagement.ts'
import { createFunnel } from './funnel.ts'
import type { Usage } from './usage.ts'

/** Sums up the whole product, from everybody as they stand at the end of a day: each once, in any order. */
export interface OverviewSums {
  addUser(user: BaseMember & { readonly usage: Usage }): void
  addAccount(account: BaseMember): void
  /** Of all that were added so far. */
  result(): Omit<Overview, 'asOf' | 'model'>
}

/**
 * Makes what sums up the product on a day, in one pass. It keeps sums alone: by month of the last five years, and by at most
 * 1,000 values of at most 50 traits.
 */
export function createOverview(model: Model, today: Day): OverviewSums {
  const users = createBase(model, today)
  const accounts = createBase(model, today)
  const engagement = createEngagement(model)
  const funnel = createFunnel(model, today)
  return {
    addUser({ usage, ...user }) {
      users.add(user)
      engagement.add(usage)
      funnel.add(user.firstDay, usage)
    },
    addAccount: accounts.add,
    result: () => ({
      users: users.result(),
      accounts: accounts.result(),
      ...engagement.result(),
      activation: funnel.result(),
    }),
  }
}
