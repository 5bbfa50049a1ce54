import { createUptake, type Nudge, type Uptake } from '@uptake/sdk'
import type config from '../../uptake.config.ts'
import type { Who } from '../people/whoever.ts'
import { installConnection } from './connection.ts'
import { goalOfNudge } from './words.ts'

const SIGNED_IN_KEY = 'tidemark.signed-in'

export const connection = installConnection(UPTAKE_HOST, window)

export const uptake: Uptake<typeof config> = createUptake<typeof config>({
  host: UPTAKE_HOST,
  writeKey: UPTAKE_WRITE_KEY,
  // A demo is watched: look again soon after a failure.
  retryMaxMs: 10_000,
  onDrop: (drop) => connection.dropped(drop.count),
})

export type Track = Uptake<typeof config>['track']

/** `uptake.track`, counted, so that the page can say how many messages are waiting. */
export const track: Track = (event, ...properties) => {
  connection.recorded()
  uptake.track(event, ...properties)
  if (seen !== null && goalOfNudge(seen.id) === event) nudgeLife.completed(seen)
}

// The nudge last seen and not sent away: doing what it asks for completes it, by its button or not.
let seen: Nudge | null = null

/** What a nudge goes through, counted like everything that is sent. */
export const nudgeLife = {
  shown: (nudge: Nudge): void => {
    // It is sent once, however often it is rendered.
    if (seen?.id === nudge.id) return
    seen = nudge
    connection.recorded()
    uptake.nudges.shown(nudge)
  },
  clicked: (nudge: Nudge): void => {
    connection.recorded()
    uptake.nudges.clicked(nudge)
  },
  dismissed: (nudge: Nudge): void => {
    seen = null
    connection.recorded()
    uptake.nudges.dismissed(nudge)
  },
  snoozed: (nudge: Nudge): void => {
    seen = null
    connection.recorded()
    uptake.nudges.snoozed(nudge, 3)
  },
  completed: (nudge: Nudge): void => {
    seen = null
    connection.recorded()
    uptake.nudges.completed(nudge)
  },
}

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
