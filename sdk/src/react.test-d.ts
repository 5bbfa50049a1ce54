import { defineUptake } from '@uptake/shared'
import { createElement } from 'react'
import { expectTypeOf, test } from 'vitest'
import { createUptake, type Me, type Nudge } from './index.ts'
import { UptakeProvider, useNudge, useScore, useTrack } from './react.ts'

const config = defineUptake({
  model: {
    actions: { report_created: { properties: { title: 'string' } }, signed_in: { passive: true } },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
})
const options = { host: '/u', writeKey: 'wk' }

test('a provider takes a client of any configuration', () => {
  createElement(UptakeProvider, { client: createUptake<typeof config>(options) }, 'children')
  createElement(UptakeProvider, { client: createUptake(options) })
  // @ts-expect-error: there is no client
  createElement(UptakeProvider, {})
})

test('R30: track is typed by a configuration', () => {
  const track = useTrack<typeof config>()
  track('report_created', { title: 'Q3' })
  track('signed_in')
  // @ts-expect-error: no such action
  track('report_deleted')
  // @ts-expect-error: "title" is required
  track('report_created')
  useTrack()('anything', { at: 'all' })
  // Said once for an app.
  const useAppTrack = useTrack<typeof config>
  // @ts-expect-error: no such action
  useAppTrack()('report_deleted')
})

test('hooks give what is there, or null', () => {
  expectTypeOf(useScore()).toEqualTypeOf<Me | null>()
  const here = useNudge('top')
  expectTypeOf(here?.nudge).toEqualTypeOf<Nudge | undefined>()
  useNudge()?.snooze(3)
  // @ts-expect-error: a nudge is snoozed for 1, 3 or 7 days
  here?.snooze(2)
})
