import { defineUptake } from '@uptake/sdk'

/**
 * Plain points, for a project management tool: a weight for each action, summed, over the most that can be had.
 * 10 sign-ins, 3 projects and 5 reports are 10 × 2 + 3 × 15 + 5 × 15 = 140 of 200: a score of 70.
 */
export default defineUptake({
  model: {
    form: 'points',
    timeZone: 'UTC',
    actions: {
      // Counted once a day. It is passive, it shows presence and not value: this method counts it nevertheless, if little, and
      // `uptake model check` says so. Leave its line out if signing in is not worth anything by itself in your product.
      signed_in: { label: 'Sign in', passive: true, dailyCap: 1 },
      project_created: { label: 'Create a project', feature: 'projects' },
      report_generated: { label: 'Generate a report', feature: 'reports' },
    },
    // The most that the lines below give together, so that 100 can be reached.
    max: 200,
    windowDays: 30,
    // Within the window all counts the same. A number of days here makes recent actions weigh more: 14, for example.
    halfLifeDays: null,
    // The highest of each line is what keeps one action, repeated, from making a good score.
    lines: [
      { signal: { count: 'signed_in' }, points: 2, max: 50 },
      { signal: { count: 'project_created' }, points: 15, max: 75 },
      { signal: { count: 'report_generated' }, points: 15, max: 75 },
    ],
    activation: { actions: ['project_created', 'report_generated'], withinDays: 14 },
  },
})
