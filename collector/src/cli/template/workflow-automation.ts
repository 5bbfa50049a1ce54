import { defineUptake } from '@uptake/sdk'

/** For workflow automation: what people build and share, and what runs because of it. */
export default defineUptake({
  model: {
    horizonDays: 28,
    timeZone: 'UTC',
    actions: {
      workflow_created: { label: 'Create a workflow', feature: 'builder', dailyCap: 5 },
      workflow_edited: { label: 'Improve a workflow', feature: 'builder', dailyCap: 10 },
      // The property is the workflow's id, so that each that runs counts as one in use. Send it as the one who owns it.
      workflow_run: { label: 'Run a workflow', feature: { property: 'workflow' }, dailyCap: 100 },
      workflow_shared: { label: 'Share a workflow', feature: 'sharing', counterparts: 'with' },
      comment_added: { label: 'Comment on a workflow', counterparts: 'with' },
      app_connected: { label: 'Connect an app', feature: 'connections', properties: { app: 'string?' } },
      signed_in: { label: 'Sign in', passive: true },
    },
    // Reaching a target earns 80 of 100. Somebody who signs in every day while one old workflow runs is at risk by this.
    dimensions: {
      // Days a week on which somebody builds or shares: what runs by itself is no visit, and neither is a sign-in.
      frequency: {
        amount: 'days',
        target: 2,
        weight: 0.15,
        actions: ['workflow_created', 'workflow_edited', 'workflow_shared', 'comment_added', 'app_connected'],
      },
      activeWorkflows: { amount: 'features', target: 5, weight: 0.25, actions: ['workflow_run'] },
      // Runs a week.
      executions: { amount: 'value', target: 50, weight: 0.25, actions: ['workflow_run'] },
      collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
      // New workflows a week.
      newWorkflows: { amount: 'value', target: 1, weight: 0.15, actions: ['workflow_created'] },
    },
    activation: { actions: ['app_connected', 'workflow_created', 'workflow_run'], withinDays: 14 },
  },
  nudges: [
    {
      id: 'build-the-next-one',
      deliver: 'app',
      slot: 'workflows-top',
      kind: 'banner',
      title: 'What else do you do every week?',
      body: 'Your workflows run. Build the next one from a template.',
      when: { weakest: 'newWorkflows' },
      goal: { action: 'workflow_created', withinDays: 14 },
    },
    {
      id: 'share-a-workflow',
      deliver: 'app',
      slot: 'workflows-top',
      kind: 'banner',
      title: 'Let a colleague use it too',
      body: 'A shared workflow saves the same hour twice.',
      when: { weakest: 'collaboration' },
      goal: { action: 'workflow_shared' },
    },
  ],
})
