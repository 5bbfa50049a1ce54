import { defineUptake } from '@uptake/sdk'

/** For an analytics platform: queries, dashboards, shared reports. */
export default defineUptake({
  model: {
    horizonDays: 28,
    timeZone: 'UTC',
    actions: {
      // Queries that a dashboard runs by itself are not what a person did: send those that somebody asked.
      query_run: { label: 'Run a query', feature: 'queries', value: 1, dailyCap: 15 },
      dashboard_created: { label: 'Build a dashboard', feature: 'dashboards', value: 6 },
      report_shared: { label: 'Share a report', feature: 'reports', value: 5, counterparts: 'with' },
      comment_added: {
        label: 'Comment on a figure',
        feature: 'comments',
        value: 1,
        counterparts: 'with',
        dailyCap: 5,
      },
      alert_created: { label: 'Set an alert', feature: 'alerts', value: 4 },
      source_connected: { label: 'Connect a data source', feature: 'sources', value: 8 },
      // To look at a dashboard may be all that a manager needs: list it in a dimension if that is what you sell.
      dashboard_viewed: { label: 'View a dashboard', passive: true },
      signed_in: { label: 'Sign in', passive: true },
    },
    // Reaching a target earns 80 of 100.
    dimensions: {
      frequency: { amount: 'days', target: 3, weight: 0.35 },
      depth: { amount: 'value', target: 40, weight: 0.25 },
      breadth: { amount: 'features', target: 4, weight: 0.2 },
      collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
    },
    // The first that matches gives the dimensions. Newcomers are about first value: less is asked of them, and of the
    // team nothing yet. Leave them out until you see that one yardstick for all misleads.
    profiles: [
      {
        name: 'first-90-days',
        when: { daysKnown: { atMost: 90 } },
        dimensions: {
          frequency: { amount: 'days', target: 2, weight: 0.25 },
          depth: { amount: 'value', target: 20, weight: 0.3 },
          breadth: { amount: 'features', target: 4, weight: 0.45 },
        },
      },
    ],
    activation: { actions: ['source_connected', 'query_run', 'dashboard_created'], withinDays: 14 },
  },
  nudges: [
    {
      id: 'share-a-report',
      deliver: 'app',
      slot: 'report-top',
      kind: 'banner',
      title: 'Who should see this?',
      body: 'A number that two people look at gets acted on. Share the report with a colleague.',
      when: { weakest: 'collaboration' },
      goal: { action: 'report_shared' },
    },
    {
      id: 'set-an-alert',
      deliver: 'app',
      slot: 'report-top',
      kind: 'banner',
      title: 'Hear of it when it changes',
      body: 'An alert watches the figure, so that you need not.',
      when: { weakest: 'breadth' },
      goal: { action: 'alert_created', withinDays: 14 },
    },
  ],
})
