import { defineUptake } from '@uptake/sdk'

/** For a reporting tool: replace its actions by those of your product. */
export default defineUptake({
  model: {
    // As long as the time after which you ask "are they still here?": 7 for daily tools, 90 for quarterly ones.
    horizonDays: 28,
    timeZone: 'UTC',
    // What people do in your product that is worth something to them, and what a sign-in is not.
    actions: {
      report_created: { label: 'Create a report', feature: 'reports', value: 3, properties: { rows: 'number?' } },
      report_shared: { label: 'Share a report', feature: 'sharing', value: 4, counterparts: 'with' },
      comment_added: {
        label: 'Comment on a report',
        feature: 'comments',
        value: 1,
        counterparts: 'with',
        dailyCap: 5,
      },
      // Its amount is the number of rows, so its value is that of one row, and its cap is in rows.
      rows_imported: { label: 'Import rows', feature: 'imports', value: 0.01, volume: 'rows', dailyCap: 5000 },
      integration_connected: { label: 'Connect an integration', feature: 'integrations', value: 8 },
      signed_in: { label: 'Sign in', passive: true },
    },
    // Reaching a target earns 80 of 100. Set them to what your good customers do, not to what your best do.
    dimensions: {
      // Days a week.
      frequency: { amount: 'days', target: 3, weight: 0.4 },
      // Value a week, of which no single action gives more than 60 % of the target.
      depth: { amount: 'value', target: 20, weight: 0.2 },
      // Features in use, of the five above.
      breadth: { amount: 'features', target: 4, weight: 0.2 },
      // People worked with.
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
    {
      id: 'connect-an-integration',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Let the numbers come to you',
      body: 'Connect a tool that you already use, and your reports stay current by themselves.',
      when: { weakest: 'breadth' },
      goal: { action: 'integration_connected', withinDays: 14 },
    },
  ],
})
