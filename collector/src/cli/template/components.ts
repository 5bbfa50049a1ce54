import { defineUptake } from '@uptake/sdk'

/**
 * Weighted components, each from 0 to 100, for workflow automation: signing in 15 %, active workflows 25 %, executions 25 %,
 * collaboration 20 %, new workflows 15 %. Subscores of 100, 20, 40, 0 and 0 are a score of 30. The template
 * `workflow-automation` says the same without counting sign-ins, and with a curve on which more is always worth something.
 */
export default defineUptake({
  model: {
    horizonDays: 28,
    timeZone: 'UTC',
    actions: {
      // It is passive, it shows presence and not value: this method counts it nevertheless, and `uptake model check` says so.
      signed_in: { label: 'Sign in', passive: true },
      workflow_created: { label: 'Create a workflow', dailyCap: 5 },
      // The property is the workflow's id, so that each that runs counts as one in use. Send it as the one who owns it.
      workflow_run: { label: 'Run a workflow', feature: { property: 'workflow' }, dailyCap: 100 },
      workflow_shared: { label: 'Share a workflow', counterparts: 'with' },
      comment_added: { label: 'Comment on a workflow', counterparts: 'with' },
    },
    // Linear: half of a target is 50, all of it 100, and beyond it nothing counts. Set each to what your good customers do.
    dimensions: {
      // Days a week.
      signingIn: { amount: 'days', target: 5, weight: 15, curve: 'linear', actions: ['signed_in'] },
      activeWorkflows: { amount: 'features', target: 5, weight: 25, curve: 'linear', actions: ['workflow_run'] },
      // Runs a week.
      executions: { amount: 'value', target: 35, weight: 25, curve: 'linear', actions: ['workflow_run'] },
      collaboration: { amount: 'counterparts', target: 3, weight: 20, curve: 'linear' },
      // New workflows a week.
      newWorkflows: { amount: 'value', target: 1, weight: 15, curve: 'linear', actions: ['workflow_created'] },
    },
    activation: { actions: ['workflow_created', 'workflow_run'], withinDays: 14 },
  },
  nudges: [
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
