import { defineUptake } from '@uptake/shared'
import { expectTypeOf, test } from 'vitest'
import { createUptake, type Nudge, type Uptake } from './index.ts'

const config = defineUptake({
  model: {
    actions: {
      report_created: { properties: { title: 'string', rows: 'number?' } },
      report_shared: { counterparts: 'with' },
      signed_in: { passive: true },
    },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
})

declare const uptake: Uptake<typeof config>

test('R30: what must compile', () => {
  uptake.track('report_created', { title: 'Q3' })
  uptake.track('report_created', { title: 'Q3', rows: 2 })
  uptake.track('report_shared')
  uptake.track('report_shared', { with: ['ana', 'ben'] })
  uptake.track('signed_in')
  const { track } = uptake
  track('signed_in')
})

test('R30: what must not compile', () => {
  // @ts-expect-error: no such action
  uptake.track('report_deleted')
  // @ts-expect-error: "title" is required
  uptake.track('report_created')
  // @ts-expect-error: "title" is required
  uptake.track('report_created', { rows: 2 })
  // @ts-expect-error: "rows" is a number
  uptake.track('report_created', { title: 'Q3', rows: '2' })
  // @ts-expect-error: "colour" is not declared
  uptake.track('report_created', { title: 'Q3', colour: 'red' })
  // @ts-expect-error: "signed_in" has no properties
  uptake.track('signed_in', { at: 'noon' })
  // @ts-expect-error: "host" is required
  createUptake({ writeKey: 'wk' })
  // @ts-expect-error: no such option
  createUptake({ host: '/u', writeKey: 'wk', flushAt: 20 })
  // @ts-expect-error: a nudge is snoozed for 1, 3 or 7 days
  uptake.nudges.snoozed({ id: 'n' }, 2)
})

test('without a configuration any event goes', () => {
  const untyped = createUptake({ host: '/u', writeKey: 'wk' })
  untyped.track('anything')
  untyped.track('anything', { at: 'all' })
  // @ts-expect-error: properties are an object
  untyped.track('anything', 'at all')
})

test('subscribers get a nudge or null', () => {
  uptake.nudges.subscribe('top', (nudge) => expectTypeOf(nudge).toEqualTypeOf<Nudge | null>())
  expectTypeOf(uptake.me.subscribe(() => {})).toEqualTypeOf<() => void>()
})
