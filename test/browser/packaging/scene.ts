import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { openBrowser } from '../../harness/chromium.ts'
import { createConsumer, type Consumer } from '../../harness/packed-sdk.ts'
import { KEYS, startCollector, type TestCollector } from '../../harness/start-collector.ts'
import { EXAMPLE } from '../../vectors/arbitraries.ts'
import { openSite, type Site } from './site.ts'

const PRINT_HASHES = fileURLToPath(new URL('../../../sdk/print-hashes.ts', import.meta.url))

/** A page, and what it complained of. */
interface Visit extends AsyncDisposable {
  readonly page: Page
  readonly errors: readonly string[]
  /** Directives of the page's content security policy that something went against. */
  violations(): Promise<readonly string[]>
}

/** The packed SDK with a web server and a project that have it, a collector and a browser. */
export interface Scene extends AsyncDisposable {
  readonly consumer: Consumer
  readonly collector: TestCollector
  readonly site: Site
  /** What the build prints of the scripts: "uptake.iife.js integrity", "snippet.js integrity", "snippet.js inline". */
  readonly hashes: Readonly<Record<string, string>>
  visit(address: string): Promise<Visit>
  /** Code that creates `client`, for a user of a test's own. */
  createsClient(userId: string, options?: object): string
  /** Names of the events that the collector has of a user, in the order of commits. */
  eventsOf(userId: string): Promise<readonly string[]>
}

export async function openScene(): Promise<Scene> {
  await using opened = new AsyncDisposableStack()
  const consumer = opened.use(await createConsumer())
  const dist = join(consumer.sdk, 'dist')
  const collector = opened.use(await startCollector({ model: EXAMPLE }))
  const site = opened.use(await openSite(dist))
  const { context } = opened.use(await openBrowser())
  const printed = await promisify(execFile)(process.execPath, [PRINT_HASHES, dist])
  await context.addInitScript(() => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    Object.assign(globalThis, { violations })
  })

  const all = opened.move()
  return {
    consumer,
    collector,
    site,
    hashes: Object.fromEntries(
      Array.from(printed.stdout.matchAll(/^(\S+ \S+) (\S+)$/gm), ([, use, hash]) => [use, hash]),
    ),
    async visit(address) {
      const page = await context.newPage()
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      await page.goto(address, { waitUntil: 'commit' })
      return {
        page,
        errors,
        violations: () => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations),
        [Symbol.asyncDispose]: () => page.close(),
      }
    },
    createsClient(userId, options) {
      const given = { host: collector.url, writeKey: KEYS.writeKey, userId, sendDelayMs: 0, ...options }
      return `const client = uptake.createUptake(${JSON.stringify(given)})`
    },
    async eventsOf(userId) {
      const messages = await collector.storage.messagesAfter(0, 1_000)
      return messages.filter((message) => message.userId === userId).flatMap(({ event }) => event ?? [])
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
