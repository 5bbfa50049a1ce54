import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserContext, CDPSession, JSHandle, Page } from 'playwright-core'
import type { Client, ClientOptions } from './in-page.ts'

/** A fresh page of its own process and origin. */
export interface Tab extends AsyncDisposable {
  readonly page: Page
  readonly cdp: CDPSession
  open(client: (options: ClientOptions) => Promise<Client>, options: ClientOptions): Promise<JSHandle<Client>>
  /** Waits until the main thread has nothing more to do. */
  quiet(): Promise<void>
}

/** A page that works for less than this share of the time is quiet. */
const QUIET_RATIO = 0.02
const QUIET_MS = 300

/** @param slowdown - how many times slower than it is the processor seems to the page */
export async function openTab(context: BrowserContext, url: string, slowdown = 1): Promise<Tab> {
  const page = await context.newPage()
  await page.goto(url)
  if (!(await page.evaluate(() => crossOriginIsolated)))
    throw new Error('the page’s clock is coarse: it is not isolated')
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  if (slowdown !== 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown })

  const workedMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  return {
    page,
    cdp,
    open: (client, options) => page.evaluateHandle(client, options),
    async quiet() {
      for (let before = await workedMs(), worked = Infinity; worked > QUIET_RATIO * QUIET_MS;) {
        // oxlint-disable-next-line no-await-in-loop -- it waits
        await sleep(QUIET_MS)
        // oxlint-disable-next-line no-await-in-loop
        const after = await workedMs()
        worked = after - before
        before = after
      }
    },
    async [Symbol.asyncDispose]() {
      await page.close()
    },
  }
}
