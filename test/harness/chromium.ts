import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { chromium, type BrowserContext } from 'playwright-core'
import { temporaryFolder } from './start-collector.ts'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
/** What every test's Chromium is started with. */
export const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium with a profile of its own, which goes with it. */
export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext
}

/** Opens the Chromium of `CHROMIUM_PATH`, else an installed one, else the one among the dependencies. */
export async function openBrowser(): Promise<Browser> {
  const profile = temporaryFolder()
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath: await executablePath(),
    args: ARGUMENTS,
    // Wide enough for the demo to show its panel.
    viewport: { width: 1440, height: 900 },
  })
  return {
    context,
    async [Symbol.asyncDispose]() {
      await context.close()
      profile.remove()
    },
  }
}

/** The Chromium of `CHROMIUM_PATH`, else an installed one, else the one among the dependencies. */
export async function executablePath(): Promise<string> {
  return process.env.CHROMIUM_PATH || INSTALLED.find((path) => existsSync(path)) || sparticuz.executablePath()
}
