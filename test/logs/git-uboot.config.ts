import { defineUptake } from '@uptake/shared'

/** The U-Boot project's history as if its contributors were customers: what is worth something is code, and its review. */
export default defineUptake({
  model: {
    horizonDays: 90,
    timeZone: 'UTC',
    actions: {
      code_changed: {
        feature: { property: 'area' },
        value: 1,
        volume: 'volume',
        dailyCap: 50,
        counterparts: 'collaborator_id',
      },
      docs_changed: {
        feature: { property: 'area' },
        value: 1,
        volume: 'volume',
        dailyCap: 50,
        counterparts: 'collaborator_id',
      },
      test_changed: {
        feature: { property: 'area' },
        value: 1,
        volume: 'volume',
        dailyCap: 50,
        counterparts: 'collaborator_id',
      },
      merge_done: { value: 2 },
      review_given: { feature: { property: 'area' }, value: 3, counterparts: 'collaborator_id' },
      co_authored: { feature: { property: 'area' }, value: 3, counterparts: 'collaborator_id' },
      change_accepted: { passive: true },
      change_tested: { passive: true },
      help_given: { passive: true },
      idea_given: { passive: true },
      issue_reported: { passive: true },
      release_tagged: { passive: true },
    },
    dimensions: {
      frequency: { amount: 'days', target: 1, weight: 0.4 },
      depth: { amount: 'value', target: 20, weight: 0.2 },
      breadth: { amount: 'features', target: 4, weight: 0.2 },
      collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
    },
  },
})
