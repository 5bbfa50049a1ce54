import { createUptake, type Nudge, type Uptake } from '@uptake/sdk'
import { defineNudges } from '@uptake/sdk/nudges'
import type config from '../../uptake.config.ts'
import type { Who } from '../people/whoever.ts'
import { installConnection } from './connection.ts'
import { goalOfNudge } from './words.ts'

const SIGNED_IN_KEY = 'tidemark.signed-in'

/** The nudge of the address's `preview`: it shows whatever its rule says, and nothing is reported of nudges. */
export const previewed = new URLSearchParams(window.location.search).get('preview') || null

export const connection = installConnection(UPTAKE_HOST, window)

const client = createUptake<typeof config>({
  host: UPTAKE_HOST,
  writeKey: UPTAKE_WRITE_KEY,
  ...(previewed !== null && { preview: previewed }),
  // A demo is watched: look again soon after a failure.
  retryMaxMs: 10_000,
  onDrop: (drop) => connection.dropped(drop.count),
})

// The nudge last seen and not sent away: doing what it asks for completes it, by its button or not.
let seen: Pick<Nudge, 'id'> | null = null

/** Counts a report of a nudge, which nothing becomes of in a preview. */
const countReport = (): void => {
  if (previewed === null) connection.recorded()
}
const counted =
  <Rest extends unknown[]>(
    report: (nudge: Pick<Nudge, 'id'>, ...rest: Rest) => void,
    { isGone }: { isGone: boolean },
  ) =>
  (nudge: Pick<Nudge, 'id'>, ...rest: Rest): void => {
    if (isGone) seen = null
    countReport()
    report(nudge, ...rest)
  }
const { nudges } = client

/** The client of the app. What goes through it is counted, so that the page can say how many messages are waiting. */
export const uptake: Uptake<typeof config> = {
  ...client,
  track: (event, ...properties) => {
    connection.recorded()
    client.track(event, ...properties)
    if (seen !== null && goalOfNudge(seen.id) === event) uptake.nudges.completed(seen)
  },
  nudges: {
    subscribe: nudges.subscribe,
    shown: (nudge) => {
      // It is sent once, however often it is rendered.
      if (seen?.id !== nudge.id) countReport()
      seen = nudge
      nudges.shown(nudge)
    },
    clicked: counted(nudges.clicked, { isGone: false }),
    dismissed: counted(nudges.dismissed, { isGone: true }),
    snoozed: counted(nudges.snoozed, { isGone: true }),
    completed: counted(nudges.completed, { isGone: true }),
  },
}
defineNudges(uptake)

export const { track } = uptake
export type Track = typeof track

/** Tells Uptake who is there. Once for a visit of the same person; a change of person signs the one before out. */
export function signIn({ person, account }: Who): void {
  const key = `${person.id} ${account.id}`
  const before = localStorage.getItem(SIGNED_IN_KEY)
  if (before === key && sessionStorage.getItem(SIGNED_IN_KEY) === key) return
  if (before !== key) {
    if (before !== null) uptake.reset()
    seen = null
    connection.recorded()
    uptake.identify(person.id, { role: person.role, plan: account.plan })
    connection.recorded()
    uptake.group(account.id, { plan: account.plan, seats: account.seats })
    localStorage.setItem(SIGNED_IN_KEY, key)
  }
  sessionStorage.setItem(SIGNED_IN_KEY, key)
  track('signed_in')
}
