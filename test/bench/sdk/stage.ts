import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { BrowserContext } from 'playwright-core'
import { openBrowser } from '../../harness/chromium.ts'
import { spawnCollector } from '../../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../../harness/start-collector.ts'
import { type Arrivals, createArrivals } from './arrivals.ts'
import type { ClientOptions } from './in-page.ts'
import { openSite } from './site.ts'
import { openTab, type Tab } from './tab.ts'

const CONFIG = fileURLToPath(new URL('../uptake.config.ts', import.meta.url))

/** A browser, a site that carries a built SDK, and a collector in a process of its own. */
export interface Stage extends AsyncDisposable {
  readonly context: BrowserContext
  readonly arrivals: Arrivals
  /** Opens a page on an origin that nobody has visited. */
  openTab(options?: { slowdown?: number }): Promise<Tab>
  /** What a client of a user of its own is created with. */
  freshOptions(): ClientOptions
}

/** Opens all of it for the SDK built into a file. */
export async function openStage(sdkFile: string): Promise<Stage> {
  await using made = new AsyncDisposableStack()
  const folder = made.adopt(temporaryFolder(), ({ remove }) => remove())
  const data = join(folder.path, 'data')
  const collector = await spawnCollector({ data, config: CONFIG })
  made.defer(async () => void (await collector.end('SIGTERM')))
  const storage = made.adopt(await openStorage(data), (opened) => opened.close())
  const site = made.use(await openSite(sdkFile))
  const { context } = made.use(await openBrowser())
  const all = made.move()
  let users = 0
  return {
    context,
    arrivals: createArrivals(storage),
    openTab: ({ slowdown = 1 } = {}) => openTab(context, site.freshUrl(), slowdown),
    freshOptions: () => ({
      sdk: site.sdk,
      host: collector.url,
      writeKey: KEYS.writeKey,
      userId: `user-${++users}`,
    }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
