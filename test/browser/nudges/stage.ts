import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import type { DeliveredNudge } from '@uptake/shared/wire'
import type { Locator, Page } from 'playwright-core'
import { openBrowser } from '../../harness/chromium.ts'
import { openSite } from '../packaging/site.ts'

const DIST = fileURLToPath(new URL('../../../sdk/dist', import.meta.url))
const START = `import { defineNudges } from '/sdk/nudges.js'
defineNudges({ nudges })`
/** Nothing but what the view needs: no style in the page's text, no text that becomes code. */
const POLICY = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'`

export const BANNER: DeliveredNudge = {
  id: 'share-a-report',
  slot: 'top',
  kind: 'banner',
  title: 'Share it with your team',
  body: 'Teams that share get more from reports.',
  action: { label: 'Share a report', event: 'open-share' },
}
export const TOOLTIP: DeliveredNudge = { ...BANNER, kind: 'tooltip', anchor: '#anchor' }

interface PageOptions {
  /** Attributes of the document's element. */
  readonly html?: string
  readonly size?: { readonly width: number; readonly height: number }
  readonly media?: Parameters<Page['emulateMedia']>[0]
  /** Run before the page's own scripts. */
  readonly first?: () => void
}

/** A page with the view in it. */
export interface ViewPage extends AsyncDisposable {
  readonly page: Page
  readonly banner: Locator
  readonly tooltip: Locator
  give(nudge: DeliveredNudge | null): Promise<void>
  button(name: string): Locator
  /** What the client was told, in order: "shown ID", "snoozed ID DAYS". */
  calls(): Promise<readonly string[]>
  /** Presses keys, one after the other. */
  press(...keys: readonly string[]): Promise<void>
  /** What has the focus: its text or its label, in the view too; "" for the page itself. */
  focused(): Promise<string>
  /** Left, top, width and height of what the view shows. */
  box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }>
  /** Rules of axe that something on the page goes against. */
  faults(): Promise<readonly string[]>
  /** Errors of the page, and directives of its policy that something went against. */
  troubles(): Promise<readonly string[]>
}

/** A browser, and a site whose pages have what is in their `main`. */
export interface ViewStage extends AsyncDisposable {
  open(main: string, options?: PageOptions): Promise<ViewPage>
}

export async function openViewStage(): Promise<ViewStage> {
  await using opened = new AsyncDisposableStack()
  const site = opened.use(await openSite(DIST))
  const { context } = opened.use(await openBrowser())
  for (const name of ['page.js', 'page.css']) site.put(`/${name}`, readFileSync(new URL(name, import.meta.url), 'utf8'))
  site.put('/start.js', START)
  await context.addInitScript(() => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    Object.assign(globalThis, { violations })
  })

  const all = opened.move()
  return {
    async open(main, { html = '', size = { width: 1000, height: 640 }, media = {}, first = () => {} } = {}) {
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      await page.addInitScript(first)
      await page.setViewportSize(size)
      await page.emulateMedia({ reducedMotion: 'reduce', ...media })
      const text = `<!doctype html><html lang="en" ${html}><title>Reports</title><meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script><script type="module" src="/start.js"></script>
        <body><main><h1>Reports</h1>${main}</main>`
      await page.goto(site.put('/page', text, { headers: { 'Content-Security-Policy': POLICY } }))
      await page.waitForFunction(`customElements.get('uptake-nudge')`)
      return {
        page,
        banner: page.getByRole('region', { name: BANNER.title }),
        tooltip: page.getByRole('dialog', { name: BANNER.title }),
        give: (nudge) => page.evaluate(`give('top', ${JSON.stringify(nudge)})`),
        button: (name) => page.getByRole('button', { name, exact: true }),
        calls: () => page.evaluate('calls'),
        async press(...keys) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          for (const key of keys) await page.keyboard.press(key)
        },
        focused: () =>
          page.evaluate(() => {
            let active = document.activeElement
            while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
            if (active === document.body) return ''
            return active?.getAttribute('aria-label') ?? active?.textContent ?? ''
          }),
        async box(locator) {
          await locator.waitFor()
          return (await locator.boundingBox())!
        },
        async faults() {
          await page.evaluate(axe.source)
          const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html: at }) => `${id}: ${at}`))
        },
        async troubles() {
          return [...errors, ...(await page.evaluate<string[]>('violations'))]
        },
        [Symbol.asyncDispose]: () => page.close(),
      }
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
