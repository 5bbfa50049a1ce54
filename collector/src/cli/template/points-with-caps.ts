import { defineUptake } from '@uptake/sdk'

/**
 * Points with caps, lines of which only the best counts, and penalties. A weekly sign-in (25), three key features (30), half
 * an hour (15), a promoter (25) and an open ticket (−5) are 90 of 150: a score of 60.
 */
export default defineUptake({
  model: {
    form: 'points',
    timeZone: 'UTC',
    actions: {
      // Counted once a day, so that its count is the number of days. It is passive, it shows presence and not value: this
      // method counts it nevertheless, and `uptake model check` says so.
      signed_in: { label: 'Sign in', passive: true, dailyCap: 1 },
      // Send it when a session ends, and when somebody has been away for half an hour.
      session_ended: {
        label: 'Work for a while',
        passive: true,
        volume: 'minutes',
        dailyCap: 480,
        properties: { minutes: 'number' },
      },
      // The key features of your product, each with the action that shows its use.
      report_created: { label: 'Create a report', feature: 'reports' },
      report_shared: { label: 'Share a report', feature: 'sharing' },
      comment_added: { label: 'Comment on a report', feature: 'comments' },
      rows_imported: { label: 'Import rows', feature: 'imports' },
      integration_connected: { label: 'Connect an integration', feature: 'integrations' },
    },
    // The most that the lines give together.
    max: 150,
    windowDays: 30,
    lines: [
      // Daily is 20 of the last 30 days, which leaves out weekends and a day off; weekly is four. Never both: one group.
      { signal: { count: 'signed_in' }, per: 20, points: 50, max: 50, group: 'sign-in' },
      { signal: { count: 'signed_in' }, per: 4, points: 25, max: 25, group: 'sign-in' },
      { signal: { features: true }, points: 10, max: 50 },
      // For each ten minutes in the window, all sessions together. Raise `per` until your good customers just reach its max.
      { signal: { sum: 'minutes', of: 'session_ended' }, per: 10, points: 5, max: 25 },
      { signal: { quietDays: 30 }, points: -50 },
      // Traits that your server sets by identify: the newest answer of 0 to 10, and tickets that are open.
      { signal: { trait: 'nps', atLeast: 9 }, points: 25 },
      { signal: { trait: 'nps', below: 7 }, points: -25 },
      // A ticket may also come from somebody who works with the product all day. Leave this out where that is so.
      { signal: { trait: 'openTickets', atLeast: 1 }, points: -5 },
    ],
    activation: { actions: ['report_created', 'report_shared'], withinDays: 14 },
  },
})
