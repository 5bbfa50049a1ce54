import { defineUptake } from '@uptake/shared'

export default defineUptake({
  model: {
    // As long as the time after which you ask "are they still here?": 7 for daily tools, 90 for quarterly ones.
    horizonDays: 28,
    timeZone: 'UTC',
    // What people do in your product that is worth something to them, and what a sign-in is not.
    actions: {
      report_created: { feature: 'reports', value: 3, properties: { rows: 'number?' } },
      report_shared: { feature: 'sharing', value: 4, counterparts: 'with' },
      comment_added: { feature: 'comments', value: 1, counterparts: 'with', dailyCap: 5 },
      rows_imported: { feature: 'imports', value: 0.01, volume: 'rows', dailyCap: 5000 },
      integration_connected: { feature: 'integrations', value: 8 },
      signed_in: { passive: true },
    },
    // Reaching a target earns 80 of 100.
    dimensions: {
      frequency: { amount: 'days', target: 3, weight: 0.4 },
      depth: { amount: 'value', target: 20, weight: 0.2 },
      breadth: { amount: 'features', target: 4, weight: 0.2 },
      collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
    },
    activation: { actions: ['report_created', 'report_shared'], withinDays: 14 },
  },
  nudges: [
    {
      id: 'share-a-report',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Share it',
      body: 'Teams that share their reports get more from them.',
      when: { weakest: 'collaboration' },
      goal: { action: 'report_shared' },
    },
  ],
})
