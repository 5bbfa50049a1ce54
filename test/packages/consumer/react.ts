// The hooks, compiled by every supported TypeScript: what it says must not compile has to be an error in each.
import { createUptake, type Me, type Nudge } from '@uptake/sdk'
import { UptakeProvider, useNudge, useScore, useTrack } from '@uptake/sdk/react'
import { createElement } from 'react'
import type config from './uptake.config.ts'

export function Wrong(): Me | null {
  createElement(UptakeProvider, { client: createUptake({ host: '/u', writeKey: 'wk' }) }, 'of any configuration')
  // @ts-expect-error: a client is not its options
  createElement(UptakeProvider, { client: { host: '/u', writeKey: 'wk' } })

  const track = useTrack<typeof config>()
  track('signed_in')
  // @ts-expect-error: no such action
  track('report_deleted')
  // @ts-expect-error: "title" is required
  track('report_created')
  useTrack()('anything')

  const nudge: Nudge | undefined = useNudge()?.nudge
  // @ts-expect-error: a nudge is snoozed for 1, 3 or 7 days
  useNudge('top')?.snooze(nudge ? 2 : 4)
  return useScore()
}
