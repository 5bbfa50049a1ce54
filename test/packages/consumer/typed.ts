// Compiled by every supported TypeScript: what it says must not compile has to be an error in each.
import { createUptake, UptakeError, type Me, type Nudge, type Uptake, type UptakeOptions } from '@uptake/sdk'
import { defineNudges, type NudgeAction } from '@uptake/sdk/nudges'
import { createUptake as createRecording, type RecordingUptake } from '@uptake/sdk/record'
import type config from './uptake.config.ts'

const options: UptakeOptions = {
  host: '/u',
  writeKey: 'wk',
  token: async () => 'a.b.c',
  onDrop: ({ reason, count }) => [reason.toUpperCase(), count.toFixed()],
}

export function typed(): () => void {
  const uptake: Uptake<typeof config> = createUptake<typeof config>(options)
  uptake.identify('ada', { role: 'analyst' })
  uptake.group('acme', { seats: 20 })
  uptake.track('report_created', { title: 'Q3' })
  uptake.track('report_created', { title: 'Q3', rows: 2, tags: ['a'] })
  uptake.track('report_shared')
  uptake.track('report_shared', { with: ['ana', 'ben'] })
  uptake.track('rows_imported', { rows: 5, source: 'csv' })
  const { track } = uptake
  track('signed_in')

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
  // @ts-expect-error: what it was done with are names
  uptake.track('report_shared', { with: 3 })
  // @ts-expect-error: a user has a name
  uptake.identify()

  const stop = uptake.nudges.subscribe('top', (nudge: Nudge | null) => nudge && uptake.nudges.snoozed(nudge, 3))
  // @ts-expect-error: a nudge is snoozed for 1, 3 or 7 days
  uptake.nudges.snoozed({ id: 'n' }, 2)
  uptake.me.subscribe((me: Me | null) => me?.user.score?.toFixed())
  return stop
}

export function recording(): RecordingUptake<typeof config> {
  const uptake = createRecording<typeof config>({ ...options, consent: 'pending', respectPrivacySignal: true })
  uptake.track('report_created', { title: 'Q3' })
  uptake.optIn()
  uptake.optOut()
  // @ts-expect-error: "title" is required
  uptake.track('report_created')
  // @ts-expect-error: it records, and no more
  uptake.me.subscribe(() => {})
  // @ts-expect-error: consent is given or not known yet
  createRecording({ ...options, consent: 'denied' })
  return uptake
}

export function viewing(): (action: NudgeAction) => string {
  defineNudges(createUptake<typeof config>(options))
  // @ts-expect-error: it brings nothing back
  defineNudges(createRecording(options))
  return ({ nudge, event }) => `${nudge.id} ${event?.toUpperCase()}`
}

export async function untyped(): Promise<void> {
  const uptake = createUptake(options)
  uptake.track('anything')
  uptake.track('anything', { at: 'all' })
  // @ts-expect-error: properties are an object
  uptake.track('anything', 'at all')
  await uptake.flush()
}

export function mistaken(): string | undefined {
  try {
    // @ts-expect-error: "host" is required
    createUptake({ writeKey: 'wk' })
    // @ts-expect-error: no such option
    createUptake({ host: '/u', writeKey: 'wk', flushAt: 20 })
  } catch (error) {
    if (error instanceof UptakeError) return error.hint
  }
  return undefined
}
