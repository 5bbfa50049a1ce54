// The script tag's entry: what it exports becomes the one global `uptake`.
import { createClient, type Client } from './client.ts'
import { checkOptions } from './options.ts'
import { browser } from './runtime.ts'
import { TAKE_OVER, type TakeOver } from './stand-in.ts'
import type { UptakeOptions } from './types.ts'

let replayedAtMs: number | undefined
/** The browser, where a call that the snippet held happens when it was made. */
const runtime = { ...browser, now: () => replayedAtMs ?? browser.now() }

/** @see createUptake of the package's main entry */
export function createUptake(options: UptakeOptions): Client {
  return createClient(checkOptions(options, document.baseURI), runtime)
}

const { uptake } = globalThis as { uptake?: { [TAKE_OVER]?: TakeOver } }
uptake?.[TAKE_OVER]?.({ createUptake }, (atMs, call) => {
  replayedAtMs = atMs
  try {
    call()
  } catch (error) {
    // It would have ended its own script, no other.
    reportError(error)
  }
  replayedAtMs = undefined
})
