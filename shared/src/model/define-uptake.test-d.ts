import { expectTypeOf, test } from 'vitest'
import { defineUptake, type EventName, type PropertiesOf } from './define-uptake.ts'

const config = defineUptake({
  model: {
    actions: {
      report_created: { feature: 'reports', value: 3, properties: { rows: 'number?', title: 'string' } },
      report_shared: { counterparts: 'with' },
      rows_imported: { volume: 'rows', feature: { property: 'source' } },
      signed_in: { passive: true },
    },
    dimensions: {
      frequency: { amount: 'days', target: 3, weight: 1 },
      collaboration: { amount: 'counterparts', target: 3, weight: 1, actions: ['report_shared'] },
    },
    activation: { actions: ['report_created'] },
  },
  nudges: [
    {
      id: 'share',
      deliver: 'app',
      slot: 'top',
      kind: 'banner',
      title: 'Share it',
      body: 'Teams that share get more from reports.',
      when: { weakest: 'collaboration' },
      goal: { action: 'report_shared' },
    },
  ],
})
type Actions = (typeof config)['model']['actions']

test('R30: event names and properties come from the configuration', () => {
  expectTypeOf<EventName<typeof config>>().toEqualTypeOf<
    'report_created' | 'report_shared' | 'rows_imported' | 'signed_in'
  >()
  expectTypeOf<PropertiesOf<Actions['report_created']>>().toEqualTypeOf<{ title: string; rows?: number }>()
  expectTypeOf<PropertiesOf<Actions['report_shared']>>().toEqualTypeOf<{ with?: string | readonly string[] }>()
  expectTypeOf<PropertiesOf<Actions['rows_imported']>>().toEqualTypeOf<{ rows?: number; source?: string }>()
  expectTypeOf<keyof PropertiesOf<Actions['signed_in']>>().toEqualTypeOf<never>()
})

test('R30: a reference to an unknown action or dimension does not compile', () => {
  const actions = { a: {} }
  const dimensions = { d: { amount: 'days', target: 1, weight: 1 } } as const
  const model = { actions, dimensions }
  const nudge = { id: 'n', deliver: 'app', slot: 's', kind: 'banner', title: '', body: '' } as const
  const when = { weakest: 'd' } as const
  const goal = { action: 'a' } as const
  // @ts-expect-error: no action "b"
  defineUptake({ model: { ...model, activation: { actions: ['b'] } } })
  // @ts-expect-error: no action "b"
  defineUptake({ model: { actions, dimensions: { d: { ...dimensions.d, actions: ['b'] } } } })
  // @ts-expect-error: no amount "hours"
  defineUptake({ model: { actions, dimensions: { d: { ...dimensions.d, amount: 'hours' } } } })
  // @ts-expect-error: no dimension "e"
  defineUptake({ model, nudges: [{ ...nudge, goal, when: { weakest: 'e' } }] })
  // @ts-expect-error: no action "b"
  defineUptake({ model, nudges: [{ ...nudge, when, goal: { action: 'b' } }] })
})

test('R7 R13: the points form and profiles keep names and types too', () => {
  const points = defineUptake({
    model: {
      form: 'points',
      actions: { signed_in: {}, session_ended: { volume: 'minutes', properties: { minutes: 'number' } } },
      max: 150,
      windowDays: 30,
      lines: [
        { signal: { count: 'signed_in' }, per: 4, points: 25, max: 25, group: 'sign-in' },
        { signal: { sum: 'minutes', of: 'session_ended' }, per: 10, points: 5, max: 25 },
        { signal: { features: true }, points: 10 },
        { signal: { trait: 'nps', atLeast: 9 }, points: 25 },
        { signal: { quietDays: 30 }, points: -50 },
      ],
    },
  })
  expectTypeOf<EventName<typeof points>>().toEqualTypeOf<'signed_in' | 'session_ended'>()
  type PointsActions = (typeof points)['model']['actions']
  expectTypeOf<PropertiesOf<PointsActions['session_ended']>>().toEqualTypeOf<{ minutes: number }>()

  const staged = defineUptake({
    model: {
      actions: { project_created: { properties: { template: 'string?' } } },
      dimensions: { depth: { amount: 'value', target: 20, weight: 1 } },
      profiles: [
        {
          name: 'new',
          when: { trait: { plan: 'team' }, daysKnown: { atMost: 90 } },
          dimensions: { onboarding: { amount: 'value', target: 3, weight: 1, actions: ['project_created'] } },
        },
      ],
      multipliers: [{ trait: 'nps', atLeast: 9, times: 1.05 }],
    },
    nudges: [
      {
        id: 'first-project',
        deliver: 'app',
        slot: 'top',
        kind: 'banner',
        title: 'Create a project',
        body: 'It takes a minute.',
        when: { weakest: 'onboarding' },
        goal: { action: 'project_created' },
      },
    ],
    snapshot: 'weekly',
  })
  expectTypeOf<EventName<typeof staged>>().toEqualTypeOf<'project_created'>()
})

test('R7 R13: a reference from a profile, a line or a signal that leads nowhere does not compile', () => {
  const actions = { a: {} }
  const dimensions = { d: { amount: 'days', target: 1, weight: 1 } } as const
  const profile = { name: 'new', when: { daysKnown: { atMost: 90 } }, dimensions: { e: dimensions.d } } as const
  const staged = { actions, dimensions, profiles: [profile] }
  const points = { form: 'points', actions, max: 100, windowDays: 30 } as const
  const lines = [{ signal: { count: 'a' }, points: 1 }] as const
  const goal = { action: 'a' } as const
  const nudge = { id: 'n', deliver: 'app', slot: 's', kind: 'banner', title: '', body: '', goal } as const
  const strange = { e: { ...dimensions.d, actions: ['b'] } } as const

  defineUptake({ model: staged, nudges: [{ ...nudge, when: { weakest: 'e' } }] })
  // @ts-expect-error: no dimension "f", neither of the model nor of the profile
  defineUptake({ model: staged, nudges: [{ ...nudge, when: { weakest: 'f' } }] })
  // @ts-expect-error: no action "b"
  defineUptake({ model: { ...staged, profiles: [{ ...profile, dimensions: strange }] } })
  // @ts-expect-error: a multiplier compares its trait with something
  defineUptake({ model: { actions, dimensions, multipliers: [{ trait: 'nps', times: 1.05 }] } })
  // @ts-expect-error: no snapshot "hourly"
  defineUptake({ model: staged, snapshot: 'hourly' })

  defineUptake({ model: { ...points, lines } })
  // @ts-expect-error: no action "b"
  defineUptake({ model: { ...points, lines: [{ signal: { count: 'b' }, points: 1 }] } })
  // @ts-expect-error: no action "b"
  defineUptake({ model: { ...points, lines: [{ signal: { sum: 'rows', of: 'b' }, points: 1 }] } })
  // @ts-expect-error: a sum is of an action
  defineUptake({ model: { ...points, lines: [{ signal: { sum: 'rows' }, points: 1 }] } })
  // @ts-expect-error: no form "point"
  defineUptake({ model: { ...points, form: 'point', lines } })
  // @ts-expect-error: a model of points has no dimension to be weakest
  defineUptake({ model: { ...points, lines }, nudges: [{ ...nudge, when: { weakest: 'd' } }] })
})

test('R30: what a rule asks names actions, dimensions and bands of the model, however deep it stands', () => {
  const actions = { a: {}, b: {} }
  const dimensions = { d: { amount: 'days', target: 1, weight: 1 } } as const
  const profile = { name: 'new', when: { daysKnown: { atMost: 90 } }, dimensions: { e: dimensions.d } } as const
  const model = { actions, dimensions, profiles: [profile], activation: { actions: ['a'] } } as const
  const bands = [
    { name: 'low', from: 0 },
    { name: 'high', from: 50 },
  ] as const
  const app = { id: 'n', deliver: 'app', slot: 's', kind: 'banner', title: '', body: '' } as const
  const webhook = { id: 'w', deliver: 'webhook' } as const
  const webhooks = { url: 'https://example.com' }

  defineUptake({
    model,
    webhooks,
    nudges: [
      {
        ...app,
        priority: 1,
        critical: true,
        holdout: 0.2,
        when: {
          all: [
            { score: { above: 10, below: 40 } },
            { subscore: 'd', atLeast: 3 },
            { any: [{ weakest: 'e' }, { not: { band: ['at-risk', 'healthy'] } }, { entered: 'thriving', inDays: 3 }] },
            { left: 'needs-attention', of: 'account' },
            { change: { below: -5 } },
            { trend: 'quiet' },
            { activation: { next: 'a' } },
            { activation: 'complete' },
            { daysKnown: { below: 8 } },
            { activeDays: { atLeast: 30 } },
            { trait: 'plan', is: 'team' },
            { count: 'b', below: 1, inDays: 7 },
          ],
        },
      },
      { ...webhook, about: 'account', when: { band: 'at-risk' }, goal: { action: 'b' }, dueInBusinessDays: 5 },
    ],
  })
  defineUptake({ model: { ...model, bands }, nudges: [{ ...app, when: { band: 'low' } }] })

  // @ts-expect-error: no action "c"
  defineUptake({ model, nudges: [{ ...app, when: { all: [{ any: [{ not: { count: 'c', below: 1 } }] }] } }] })
  // @ts-expect-error: no action "c"
  defineUptake({ model, nudges: [{ ...app, when: { activation: { next: 'c' } } }] })
  // @ts-expect-error: no dimension "f"
  defineUptake({ model, nudges: [{ ...app, when: { all: [{ not: { subscore: 'f', below: 3 } }] } }] })
  // @ts-expect-error: no dimension "f"
  defineUptake({ model, nudges: [{ ...app, when: { not: { weakest: 'f', of: 'account' } } }] })
  // @ts-expect-error: no band "low" among the default ones
  defineUptake({ model, nudges: [{ ...app, when: { all: [{ band: ['at-risk', 'low'] }] } }] })
  // @ts-expect-error: no band "at-risk" where the model has its own
  defineUptake({ model: { ...model, bands }, nudges: [{ ...app, when: { any: [{ entered: 'at-risk' }] } }] })
  // @ts-expect-error: no trend "falling"
  defineUptake({ model, nudges: [{ ...app, when: { trend: 'falling' } }] })
  // @ts-expect-error: of the account, or not at all
  defineUptake({ model, nudges: [{ ...app, when: { trend: 'quiet', of: 'user' } }] })
  // @ts-expect-error: no action "c", in a rule of webhooks either
  defineUptake({ model, webhooks, nudges: [{ ...webhook, when: { not: { count: 'c', below: 1 } } }] })
  // @ts-expect-error: no action "c" for a goal of a rule of webhooks
  defineUptake({ model, webhooks, nudges: [{ ...webhook, when: { trend: 'quiet' }, goal: { action: 'c' } }] })
  // @ts-expect-error: a webhook has no slot
  defineUptake({ model, webhooks, nudges: [{ ...webhook, when: { trend: 'quiet' }, slot: 'top' }] })
  // @ts-expect-error: what shows in the app is about nobody but whom it shows to
  defineUptake({ model, nudges: [{ ...app, when: { trend: 'quiet' }, about: 'account' }] })
  // @ts-expect-error: nothing that a condition asks is called "scroe"
  defineUptake({ model, nudges: [{ ...app, when: { all: [{ trend: 'quiet', scroe: { below: 40 } }] } }] })
  // @ts-expect-error: nothing in a configuration is called "nudge"
  defineUptake({ model, nudge: [] })
  // @ts-expect-error: no delivery by mail
  defineUptake({ model, nudges: [{ ...app, deliver: 'mail', when: { trend: 'quiet' } }] })

  const points = {
    form: 'points',
    actions,
    max: 10,
    windowDays: 30,
    lines: [{ signal: { count: 'a' }, points: 1 }],
  } as const
  defineUptake({ model: { ...points, bands }, nudges: [{ ...app, when: { not: { band: 'low' } } }] })
  // @ts-expect-error: no band "at-risk" in a model of points with bands of its own
  defineUptake({ model: { ...points, bands }, nudges: [{ ...app, when: { not: { band: 'at-risk' } } }] })
})
