import { defineUptake } from '@uptake/sdk'

/** For a CRM: contacts, deals, emails. */
export default defineUptake({
  model: {
    horizonDays: 28,
    timeZone: 'UTC',
    actions: {
      contact_added: { label: 'Add a contact', feature: 'contacts', value: 1, dailyCap: 20 },
      // Its amount is the number of contacts. The cap keeps a moved address book from filling the quarter.
      contacts_imported: {
        label: 'Import contacts',
        feature: 'imports',
        value: 0.02,
        volume: 'contacts',
        dailyCap: 500,
      },
      deal_created: { label: 'Create a deal', feature: 'deals', value: 4, dailyCap: 10 },
      // A deal that moves shows the product at work more than one that is entered.
      deal_updated: { label: 'Move a deal on', feature: 'pipeline', value: 3, dailyCap: 10 },
      // Emails that are synchronised show a connected mailbox, not work: send those that somebody logged or sent from here.
      email_logged: { label: 'Log an email', feature: 'emails', value: 1, dailyCap: 20 },
      meeting_logged: { label: 'Log a meeting', feature: 'meetings', value: 2, dailyCap: 10 },
      // Colleagues, not customers: whom somebody sells to is no sign that the team works here.
      colleague_mentioned: { label: 'Mention a colleague', feature: 'notes', value: 2, counterparts: 'with' },
      signed_in: { label: 'Sign in', passive: true },
    },
    // Reaching a target earns 80 of 100.
    dimensions: {
      frequency: { amount: 'days', target: 4, weight: 0.4 },
      depth: { amount: 'value', target: 50, weight: 0.2 },
      breadth: { amount: 'features', target: 5, weight: 0.2 },
      collaboration: { amount: 'counterparts', target: 2, weight: 0.2 },
    },
    activation: { actions: ['contact_added', 'deal_created', 'deal_updated'], withinDays: 14 },
  },
  nudges: [
    {
      id: 'move-a-deal',
      deliver: 'app',
      slot: 'pipeline-top',
      kind: 'banner',
      title: 'What moved this week?',
      body: 'Two minutes on your open deals, and the forecast is yours again.',
      when: { weakest: 'depth' },
      goal: { action: 'deal_updated' },
    },
    {
      id: 'mention-a-colleague',
      deliver: 'app',
      slot: 'pipeline-top',
      kind: 'banner',
      title: 'Sell it together',
      body: 'Mention a colleague in a note, and they see what you know about the customer.',
      when: { weakest: 'collaboration' },
      goal: { action: 'colleague_mentioned' },
    },
  ],
})
