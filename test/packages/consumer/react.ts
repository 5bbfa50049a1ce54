// The hooks, compiled by every supported TypeScript.
import { createUptake, type Me } from '@uptake/sdk'
import { UptakeProvider, useNudge, useScore, useTrack } from '@uptake/sdk/react'
import { createElement, type ReactElement } from 'react'
import type config from './uptake.config.ts'

export function App(): ReactElement {
  const client = createUptake<typeof config>({ host: '/u', writeKey: 'wk' })
  createElement(UptakeProvider, { client: createUptake({ host: '/u', writeKey: 'wk' }) }, 'any')
  // @ts-expect-error: a client is not its options
  createElement(UptakeProvider, { client: { host: '/u', writeKey: 'wk' } })
  return createElement(UptakeProvider, { client }, createElement(Report))
}

const useAppTrack = useTrack<typeof config>

function Report(): ReactElement | null {
  const track = useAppTrack()
  track('report_created', { title: 'Q3', rows: 2 })
  track('signed_in')
  // @ts-expect-error: no such action
  track('report_deleted')
  // @ts-expect-error: "title" is required
  track('report_created')
  useTrack()('anything')

  const me: Me | null = useScore()
  const here = useNudge('top')
  if (!here) return null
  here.snooze(7)
  // @ts-expect-error: a nudge is snoozed for 1, 3 or 7 days
  here.snooze(2)
  const { nudge, click, dismiss, complete } = here
  return createElement('p', { onClick: click, onBlur: dismiss, onFocus: complete }, nudge.title, me?.user.score)
}
