import type { UptakeConfig } from '@uptake/shared/model'
import type { BrowserContext } from 'playwright-core'
import { KEYS, temporaryFolder } from '../../harness/start-collector.ts'
import { startBareBrowser } from './bare-browser.ts'
import { openProxy, type Proxy } from './proxy.ts'
import { PACE } from './pace.ts'
import { EVENT, openReceiver, type Receiver } from './receiver.ts'
import { openSite, type Site } from './site.ts'
import { toTab, type Numbers, type Tab } from './tab.ts'

/** What the scenes of a file share. */
export interface Ground extends AsyncDisposable {
  readonly receiver: Receiver
  readonly site: Site
}

/** Starts the collector, by a configuration that may say more than what the pages send, and the site they are of. */
export async function openGround(config?: Partial<UptakeConfig>): Promise<Ground> {
  await using made = new AsyncDisposableStack()
  const receiver = made.use(await openReceiver(config))
  const site = made.use(await openSite())
  const all = made.move()
  return { receiver, site, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** A browser on a profile of its own, and a proxy of its own between its pages and the collector. */
export interface Scene extends AsyncDisposable {
  readonly name: string
  readonly ground: Ground
  readonly proxy: Proxy
  readonly context: BrowserContext
  /** Opens the app in a new tab. */
  openTab(options?: object): Promise<Tab>
  /** Where the app is, with a client of these options. */
  address(options?: object): string
  /** Running numbers of the scene's next events. */
  take(count: number): Numbers
  /** How many running numbers were taken. */
  readonly tracked: number
  setOffline(isOffline: boolean): Promise<void>
  /** Switches the computer off and on again. */
  restartBrowser(): Promise<void>
}

let scenes = 0

/** Opens a scene; its events carry its name. */
export async function openScene(ground: Ground): Promise<Scene> {
  await using made = new AsyncDisposableStack()
  const name = `scene-${++scenes}`
  const proxy = made.use(await openProxy(ground.receiver.url))
  const profile = made.adopt(temporaryFolder(), ({ remove }) => remove())
  let browser = await startBareBrowser(profile.path)
  made.defer(() => browser.kill())
  let tracked = 0
  const all = made.move()

  const address = (options: object = {}): string =>
    ground.site.appWith({ host: proxy.url, writeKey: KEYS.writeKey, ...PACE.options, ...options })
  const take = (count: number): Numbers => {
    tracked += count
    return { scene: name, event: EVENT, from: tracked - count, to: tracked }
  }
  return {
    name,
    ground,
    proxy,
    get context() {
      return browser.context
    },
    get tracked() {
      return tracked
    },
    address,
    take,
    async openTab(options) {
      const page = await browser.context.newPage()
      await page.goto(address(options))
      return toTab(page, take)
    },
    setOffline: (isOffline) => browser.context.setOffline(isOffline),
    async restartBrowser() {
      await browser.kill()
      browser = await startBareBrowser(profile.path)
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
