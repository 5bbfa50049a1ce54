// Compiled by every supported TypeScript: rules of nudges name what the model has, and nothing else.
import { defaultNudges, defineUptake } from '@uptake/sdk'

const model = {
  actions: {
    report_created: { feature: 'reports' },
    report_shared: { feature: 'sharing', counterparts: 'with' },
    signed_in: { passive: true },
  },
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  activation: { actions: ['report_created'] },
} as const
const rule = { id: 'n', deliver: 'app', slot: 'top', kind: 'banner', title: 'Do', body: 'it' } as const
const sent = { id: 'w', deliver: 'webhook', about: 'account' } as const
const webhooks = { url: 'https://example.com/uptake' } as const

export default defineUptake({
  model,
  webhooks,
  nudges: [
    ...defaultNudges(model, { slot: 'top', webhooks: 'account', texts: { 'try-report_shared': { title: 'Share' } } }),
    {
      ...rule,
      when: { all: [{ band: 'at-risk' }, { any: [{ weakest: 'frequency' }, { count: 'signed_in', below: 1 }] }] },
    },
    { ...sent, when: { not: { score: { atLeast: 40 } } }, dueInBusinessDays: 5, goal: { action: 'report_shared' } },
  ],
})

export const mistaken = [
  // @ts-expect-error: no action "opened", however deep it stands
  () => defineUptake({ model, nudges: [{ ...rule, when: { all: [{ not: { count: 'opened', below: 1 } }] } }] }),
  // @ts-expect-error: no dimension "depth"
  () => defineUptake({ model, nudges: [{ ...rule, when: { any: [{ weakest: 'depth' }] } }] }),
  // @ts-expect-error: no band "low"
  () => defineUptake({ model, nudges: [{ ...rule, when: { not: { entered: 'low' } } }] }),
  // @ts-expect-error: no action "opened"
  () => defineUptake({ model, webhooks, nudges: [{ ...sent, when: { trend: 'quiet' }, goal: { action: 'opened' } }] }),
  // @ts-expect-error: a webhook has no title
  () => defineUptake({ model, webhooks, nudges: [{ ...sent, when: { trend: 'quiet' }, title: 'Do' }] }),
  // @ts-expect-error: no rule has that id
  () => defaultNudges(model, { slot: 'top', texts: { 'try-opened': { title: 'Open' } } }),
  // @ts-expect-error: they show somewhere
  () => defaultNudges(model, {}),
]
