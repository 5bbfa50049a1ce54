import { defaultNudges, defineUptake } from '@uptake/sdk'

/** What in Tidemark is worth something to whoever does it. */
const model = {
  horizonDays: 28,
  timeZone: 'UTC',
  actions: {
    report_created: {
      label: 'Create a report',
      feature: 'reports',
      value: 3,
      properties: { source: 'string?', rows: 'number?' },
    },
    report_shared: {
      label: 'Share a report',
      feature: 'sharing',
      value: 4,
      counterparts: 'with',
      properties: { report: 'string?' },
    },
    comment_added: {
      label: 'Comment on a report',
      feature: 'comments',
      value: 1,
      counterparts: 'with',
      dailyCap: 5,
      properties: { report: 'string?' },
    },
    rows_imported: {
      label: 'Import rows',
      feature: 'imports',
      value: 0.01,
      volume: 'rows',
      dailyCap: 5000,
      properties: { source: 'string?' },
    },
    integration_connected: {
      label: 'Connect an integration',
      feature: 'integrations',
      value: 5,
      properties: { integration: 'string' },
    },
    automation_run: {
      label: 'Run an automation',
      feature: 'automations',
      value: 2,
      properties: { automation: 'string' },
    },
    signed_in: { label: 'Sign in', passive: true },
  },
  dimensions: {
    frequency: { amount: 'days', target: 3, weight: 0.4 },
    depth: { amount: 'value', target: 20, maxShare: 0.6, weight: 0.2 },
    breadth: { amount: 'features', target: 4, adoptedDays: 2, weight: 0.2 },
    collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
  },
  activation: { actions: ['report_created', 'report_shared'], withinDays: 14 },
} as const

/** How Tidemark's customers get value from it, and what it proposes to those who could get more. */
export default defineUptake({
  model,

  // Demo only: whoever holds the public write key may read anybody's score. The collector allows it on loopback alone.
  identity: 'trust',

  // The receiver that `start.ts` starts.
  webhooks: { url: 'http://127.0.0.1:4748', allowPrivate: true },

  nudges: [
    {
      id: 'share-a-report',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Your reports are waiting for readers',
      body: 'Share one with a colleague. A number that two people look at gets acted on.',
      when: { weakest: 'collaboration' },
      goal: { action: 'report_shared', withinDays: 7 },
      action: { label: 'Share a report', event: 'open-share' },
    },
    {
      id: 'comment-on-a-report',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Say what you make of it',
      body: 'Comment on a colleague’s report: what surprised you, or what you would check next.',
      when: { weakest: 'collaboration' },
      goal: { action: 'comment_added', withinDays: 7 },
      action: { label: 'Write a comment', event: 'open-comment' },
    },
    {
      id: 'connect-a-source',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Let the numbers come to you',
      body: 'Connect a tool you already use, and your reports stay current without anybody uploading a file.',
      when: { weakest: 'breadth' },
      goal: { action: 'integration_connected', withinDays: 14 },
      action: { label: 'See integrations', event: 'open-integrations' },
    },
    {
      id: 'try-an-automation',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Hand over the Monday routine',
      body: 'An automation can put the weekly digest together before you have poured your coffee.',
      when: { weakest: 'breadth' },
      goal: { action: 'automation_run', withinDays: 14 },
      action: { label: 'See automations', event: 'open-automations' },
    },
    {
      id: 'bring-your-data',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'There is more in your spreadsheets',
      body: 'Import the rows behind a report, and you can slice them by week, site or customer.',
      when: { weakest: 'depth' },
      goal: { action: 'rows_imported', withinDays: 7 },
      action: { label: 'Import rows', event: 'open-import' },
    },
    {
      id: 'one-more-report',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'What is the question after this one?',
      body: 'The best report is often the second: build one on the figure that made you stop.',
      when: { weakest: 'depth' },
      goal: { action: 'report_created', withinDays: 7 },
      action: { label: 'New report', event: 'open-new-report' },
    },
    {
      id: 'a-weekly-look',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Make it a habit, not a rescue',
      body: 'Ten minutes on three days a week show you a change while it is still small. Start with a fresh report.',
      when: { weakest: 'frequency' },
      goal: { action: 'report_created', withinDays: 7 },
      action: { label: 'New report', event: 'open-new-report' },
    },
    {
      id: 'keep-it-running',
      deliver: 'app',
      slot: 'reports-top',
      kind: 'banner',
      title: 'Busy weeks happen',
      body: 'Run an automation today, and the digest is there on the days when you have no time to look.',
      when: { weakest: 'frequency' },
      goal: { action: 'automation_run', withinDays: 7 },
      action: { label: 'See automations', event: 'open-automations' },
    },
    // At the Share button, from the first report on: whoever is new is told by what they have just made.
    {
      id: 'share-the-first',
      deliver: 'app',
      slot: 'report',
      kind: 'tooltip',
      anchor: '#share',
      title: 'Who should see this?',
      body: 'Share your first report. Whoever asked you for the number is a good start.',
      when: { all: [{ activation: { next: 'report_shared' } }, { daysKnown: { below: 15 } }] },
      goal: { action: 'report_shared' },
      // Rather than the shipped one for the same step.
      priority: 3,
    },
    // The page makes a tour of it.
    {
      id: 'automations-tour',
      deliver: 'app',
      slot: 'automations',
      kind: 'custom',
      title: 'Your colleagues leave this to Tidemark',
      body: 'Three routines that run without you. It takes half a minute to see what they do.',
      when: {
        all: [
          { band: ['at-risk', 'needs-attention'] },
          { count: 'automation_run', below: 1 },
          { count: 'automation_run', atLeast: 1, inDays: 28, of: 'account' },
        ],
      },
      goal: { action: 'automation_run', withinDays: 14 },
      action: { label: 'Show me' },
    },
    // To whoever looks after the account, while there is somebody left to talk to.
    {
      id: 'ask-what-changed',
      deliver: 'webhook',
      when: { all: [{ trend: 'quiet' }, { not: { band: 'at-risk', of: 'account' } }] },
      dueInBusinessDays: 2,
      goal: { action: 'report_created', withinDays: 14 },
      data: { task: 'Ask what has changed for them' },
    },
    ...defaultNudges(model, { slot: 'page-top', webhooks: 'account' }),
  ],
})
