import type { Batch } from '@uptake/shared/wire'
import type { BrowserContext, Locator, Page } from 'playwright-core'

/** A tab with the demo in it, by the names that its README gives. */
export interface DemoPage {
  readonly page: Page
  /** Shown with the first answer of `/v1/me`, together with the suggestion if that brings one. */
  readonly score: Locator
  readonly queue: Locator
  readonly suggestion: Locator
  readonly offline: Locator
  /** How a score came out, `unknown` before the first answer of `/v1/me`. */
  status(): Promise<string | null>
  /** Goes to a page by its link. */
  openPage(name: string): Promise<void>
  createReport(title: string): Promise<void>
  /** Shares the report that is open. */
  share(colleagues: readonly string[]): Promise<void>
  comment(report: string, text: string): Promise<void>
  runAutomation(name: string): Promise<void>
  /** Ids of the messages that this tab has tried to send. */
  readonly sent: readonly string[]
  /** Whether a suggestion was there since the page was loaded, for a moment even. */
  sawSuggestion(): Promise<boolean>
}

/** Opens a new tab at an address of the demo. */
export async function openDemo(context: BrowserContext, address: string): Promise<DemoPage> {
  const page = await context.newPage()
  const sent: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/v1/batch' || request.method() !== 'POST') return
    const { batch } = JSON.parse(request.postData() ?? '') as Batch
    sent.push(...batch.flatMap(({ messageId }) => messageId ?? []))
  })
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('[aria-label="Suggestion"]')) document.documentElement.dataset.sawSuggestion = ''
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  await page.goto(address)
  // A change of page is one only to an app that is already there.
  await page.getByRole('main').waitFor()

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const openPage = (name: string) =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
  return {
    page,
    score: page.getByTestId('score'),
    queue: page.getByTestId('queue'),
    suggestion: page.getByRole('region', { name: 'Suggestion' }),
    offline: page.getByRole('switch', { name: 'Offline' }),
    status: () => page.locator('.score').getAttribute('data-status'),
    openPage,
    async createReport(title) {
      await openPage('Reports')
      await button('New report').click()
      await page.getByRole('textbox', { name: 'Title' }).fill(title)
      await button('Create report').click()
      await page.getByRole('heading', { name: title }).waitFor()
    },
    async share(colleagues) {
      await button('Share').click()
      for (const name of colleagues) {
        // oxlint-disable-next-line no-await-in-loop -- a person has one hand at the mouse
        await page.getByRole('checkbox', { name }).check()
      }
      await button('Share report').click()
    },
    async comment(report, text) {
      await openPage('Reports')
      await page.getByRole('link', { name: report, exact: true }).click()
      await page.getByRole('textbox', { name: 'Comment' }).fill(text)
      await button('Add comment').click()
    },
    async runAutomation(name) {
      await openPage('Automations')
      await button(`Run ${name}`).click()
    },
    sent,
    sawSuggestion: () => page.evaluate(() => 'sawSuggestion' in document.documentElement.dataset),
  }
}

/** The unrounded score that a tab shows; NaN where it shows none. */
export async function scoreOn({ score }: DemoPage): Promise<number> {
  return Number((await score.getAttribute('data-value')) || NaN)
}

/** Where a tab says that its messages are. */
export async function queueOn({ queue }: DemoPage): Promise<{ line: string | null; waiting: number }> {
  return { line: await queue.getAttribute('data-line'), waiting: Number(await queue.getAttribute('data-waiting')) }
}
