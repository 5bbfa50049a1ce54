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
