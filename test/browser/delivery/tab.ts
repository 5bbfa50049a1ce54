import type { Engagement } from '@uptake/sdk'
import type { CDPSession, Page } from 'playwright-core'

/** What the SDK dropped, as it told the app. */
interface Drop {
  readonly reason: string
  readonly count: number
}
/** What the scenarios call of a client. */
interface PageClient {
  track(event: string, properties?: object): void
  identify(userId: string, traits?: object): void
  reset(): void
  flush(): Promise<void>
  optIn(): void
  optOut(): void
  readonly me: Engagement['me']
  readonly nudges: Engagement['nudges']
}
declare global {
  // oxlint-disable-next-line no-var -- the only form that declares a global
  var uptake: PageClient, drops: Drop[], warnings: string[], createClient: (options?: object) => PageClient
  function trackNumbers(numbers: Numbers): void
}

/** A tab with the app in it. */
export interface Tab {
  readonly page: Page
  readonly cdp: CDPSession
  /** Tracks that many events, all in one task. */
  track(count: number): Promise<void>
  warnings(): Promise<string[]>
  hide(): Promise<void>
  show(): Promise<void>
  /** Hides it, and stops it. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** Kills the page's process, whatever it is busy with. */
  kill(): Promise<void>
}

/** @param take - takes the running numbers of that many events */
export async function toTab(page: Page, take: (count: number) => Numbers): Promise<Tab> {
  const cdp = await page.context().newCDPSession(page)
  const setLife = async (state: 'frozen' | 'active') => void (await cdp.send('Page.setWebLifecycleState', { state }))
  // Each tab has a window of its own.
  const setWindow = async (windowState: 'minimized' | 'normal'): Promise<void> => {
    const { windowId } = await cdp.send('Browser.getWindowForTarget')
    await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
  }
  return {
    page,
    cdp,
    track: (count) => page.evaluate((numbers) => trackNumbers(numbers), take(count)),
    warnings: () => page.evaluate(() => warnings),
    hide: () => setWindow('minimized'),
    show: () => setWindow('normal'),
    freeze: () => setLife('frozen'),
    thaw: () => setLife('active'),
    async kill() {
      const crash = page.waitForEvent('crash')
      // It is not answered any more.
      void cdp.send('Page.crash').catch(() => undefined)
      await crash
      await page.close()
    },
  }
}

/** Running numbers of events, `to` not among them. */
export interface Numbers {
  readonly scene: string
  readonly event: string
  readonly from: number
  readonly to: number
}
