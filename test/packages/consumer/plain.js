// @ts-check
// Plain JavaScript: run by Node as it is, and checked by every supported TypeScript, as an editor would.
import { createUptake } from '@uptake/sdk'

/** @typedef {import('@uptake/sdk').Uptake<typeof import('./uptake.config.ts').default>} Typed */

/** @param {string} host */
export async function recordAll(host) {
  const uptake = createUptake({ host, writeKey: 'wk' })
  uptake.identify('ada', { role: 'analyst' })
  uptake.group('acme')
  uptake.track('report_created', { title: 'Q3' })
  uptake.me.subscribe((me) => {
    throw new Error(`there is nobody on a server: ${me?.user.score}`)
  })
  uptake.nudges.subscribe('top', (nudge) => {
    throw new Error(`there is nobody on a server: ${nudge?.id}`)
  })
  uptake.nudges.dismissed({ id: 'share-it' })
  uptake.reset()
  await uptake.flush()

  /** @type {Typed} */
  const typed = createUptake({ host: '/u', writeKey: 'wk' })
  typed.track('report_created', { title: 'Q3' })
  // @ts-expect-error: no such action; to a browser it is one like any other
  typed.track('report_deleted')
}
