import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Call, PAGE_CALLS } from '../../clients/calls.ts'
import { openStage } from '../../clients/stage.ts'
import { type Browser, openBrowser } from '../../harness/chromium.ts'
import { serve } from '../../harness/serve.ts'
import { KEYS } from '../../harness/start-collector.ts'
import { eventually } from '../eventually.ts'
import { bundle } from './bundle.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser[Symbol.asyncDispose]())

/** A page whose scripts are bundled from that code, on an origin of its own. */
async function openApp(code: string) {
  const { entry, scripts } = await bundle(`${code}\nObject.assign(globalThis, { analytics })`)
  const html = `<!doctype html><title>marker-title</title><script type="module" src="${entry}"></script>`
  return serve((request, response) => {
    const script = scripts.get(request.url ?? '')
    response.setHeader('Content-Type', script === undefined ? 'text/html' : 'text/javascript').end(script ?? html)
  })
}

const call = (page: Page, calls: readonly Call[]) =>
  page.evaluate((all) => {
    const { analytics } = globalThis as unknown as { analytics: Record<string, (...given: unknown[]) => void> }
    for (const [method, ...given] of all) analytics[method]?.(...given)
  }, calls)

interface Case {
  readonly name: string
  readonly takes: string
  readonly example: string
  /** A line of the example that is left out, or another in its place. */
  readonly change?: { readonly option: string; readonly to?: string }
  /** Where its requests go. */
  readonly paths: readonly string[]
  /** Requests of their own may overtake each other: each call waits for the one before. */
  readonly inTurn?: boolean
  /** Whether an answer that is lost makes it send again. @defaultValue true */
  readonly resends?: boolean
}
const SEGMENT = { name: '@segment/analytics-next', example: 'segment-browser' }
const RUDDER = { name: '@rudderstack/analytics-js', example: 'rudder-browser' }
const SINGLE = { takes: 'a request a message', inTurn: true }

it.each<Case>([
  { ...SEGMENT, takes: 'batches', paths: ['/v1/b'] },
  {
    ...SEGMENT,
    ...SINGLE,
    change: { option: 'deliveryStrategy' },
    paths: ['/v1/a', '/v1/g', '/v1/i', '/v1/p', '/v1/t'],
  },
  { ...RUDDER, takes: 'batches', paths: ['/v1/batch'] },
  {
    ...RUDDER,
    ...SINGLE,
    change: { option: 'queueOptions' },
    paths: ['/v1/alias', '/v1/group', '/v1/identify', '/v1/page', '/v1/track'],
  },
  {
    ...RUDDER,
    takes: 'beacons',
    change: { option: 'queueOptions', to: 'useBeacon: true, beaconQueueOptions: { flushQueueInterval: 100 }' },
    paths: [`/beacon/v1/batch?writeKey=${KEYS.writeKey}`],
    resends: false,
  },
])('R39: $name takes $takes', async ({ example, change, paths, inTurn = false, resends = true }) => {
  await using stage = await openStage()
  const code = stage.code(example)
  const line = new RegExp(`^ *${change?.option}:.*$`, 'm')
  await using site = await openApp(change ? code.replace(line, change.to ?? '') : code)
  // They are of a host, whatever its port.
  await browser.context.clearCookies()
  const page = await browser.context.newPage()
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') elsewhere.push(request.url())
  })
  await page.goto(`${site.url}/marker-path?utm_campaign=marker-campaign`)
  await page.waitForFunction('globalThis.analytics')

  for (const [index, calls] of (inTurn ? PAGE_CALLS.map((one) => [one]) : [PAGE_CALLS]).entries()) {
    await call(page, calls)
    await eventually(async () => stage.sums().accepted).toBe(inTurn ? index + 1 : PAGE_CALLS.length)
  }
  if (resends) await eventually(async () => stage.sums().duplicates).toBeGreaterThan(0)
  await page.close()
  expect([...new Set(stage.front.answers.map(({ path }) => path))].toSorted()).toEqual(paths)
  expect(elsewhere).toEqual([])
  await stage.expectSame()
})
