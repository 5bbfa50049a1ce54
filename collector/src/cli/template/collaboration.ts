import { defineUptake } from '@uptake/sdk'

/** For a collaboration tool: messages, files, meetings. */
export default defineUptake({
  model: {
    // A tool of every working day; ask sooner than after four weeks whether somebody is still here.
    horizonDays: 14,
    timeZone: 'UTC',
    // Reading is not here on purpose: it shows presence, and anybody can scroll.
    actions: {
      // A message is worth little and comes often: its cap keeps one long chat from making a day.
      message_sent: { label: 'Send a message', feature: 'messages', value: 1, counterparts: 'to', dailyCap: 15 },
      file_shared: { label: 'Share a file', feature: 'files', value: 3, counterparts: 'with', dailyCap: 10 },
      // Send it when the meeting is over, with those who came.
      meeting_held: { label: 'Hold a meeting', feature: 'meetings', value: 5, counterparts: 'with', dailyCap: 5 },
      comment_added: { label: 'Comment on a file', feature: 'comments', value: 1, counterparts: 'with', dailyCap: 10 },
      task_completed: { label: 'Complete a task', feature: 'tasks', value: 2, dailyCap: 10 },
      channel_created: { label: 'Create a channel', feature: 'channels', value: 3 },
      signed_in: { label: 'Sign in', passive: true },
    },
    // Reaching a target earns 80 of 100.
    dimensions: {
      frequency: { amount: 'days', target: 4, weight: 0.35 },
      depth: { amount: 'value', target: 60, weight: 0.2 },
      breadth: { amount: 'features', target: 4, weight: 0.2 },
      // People worked with. In a small team that is everybody: set it to what your smallest good customers have.
      collaboration: { amount: 'counterparts', target: 5, weight: 0.25 },
    },
    activation: { actions: ['message_sent', 'file_shared'], withinDays: 7 },
  },
  nudges: [
    {
      id: 'share-a-file',
      deliver: 'app',
      slot: 'channel-top',
      kind: 'banner',
      title: 'Bring the file to the conversation',
      body: 'A file that is shared here gets its comments in one place.',
      when: { weakest: 'breadth' },
      goal: { action: 'file_shared' },
    },
    {
      id: 'hold-a-meeting',
      deliver: 'app',
      slot: 'channel-top',
      kind: 'banner',
      title: 'Talk it over',
      body: 'Ten minutes together often settle what a thread does not.',
      when: { weakest: 'collaboration' },
      goal: { action: 'meeting_held' },
    },
  ],
})
