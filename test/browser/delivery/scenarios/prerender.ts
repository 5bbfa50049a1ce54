import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { ARGUMENTS, executablePath } from '../../../harness/chromium.ts'
import { temporaryFolder } from '../../../harness/start-collector.ts'
import { allStored, eventually } from '../account.ts'
import type { Scenario } from '../scenario.ts'

/** A page runs before anybody sees it. No debugger may look on, or the browser prerenders nothing. */
export const PRERENDER: readonly Scenario[] = [
  {
    name: 'prerendered, then shown',
    async run(scene) {
      const { site } = scene.ground
      const app = scene.address({ tracks: [scene.take(10), scene.take(10)] })
      const profile = temporaryFolder()
      const args = [...ARGUMENTS, `--user-data-dir=${profile.path}`, '--remote-debugging-port=0', site.speculateOn(app)]
      const child = spawn(await executablePath(), args, { stdio: 'ignore' })
      const exited = once(child, 'exit')
      try {
        const { search } = new URL(app)
        const signs = () => site.signs.filter(({ query }) => query === search)
        await eventually(() => signs().map(({ isPrerendering }) => isPrerendering)).toContain(true)
        await allStored(scene)
      } finally {
        child.kill('SIGKILL')
        await exited
        profile.remove()
      }
    },
  },
]
