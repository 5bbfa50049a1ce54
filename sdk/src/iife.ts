// The script tag's entry: what it exports becomes the one global `uptake`.
import { createUptake } from './create-uptake.ts'
import { clock } from './platform/clock.ts'
import { TAKE_OVER, type TakeOver } from './stand-in.ts'

export { createUptake }

const { uptake } = globalThis as { uptake?: { [TAKE_OVER]?: TakeOver } }
uptake?.[TAKE_OVER]?.({ createUptake }, (atMs, call) => {
  const { now } = clock
  // A call that the snippet held happens when it was made.
  clock.now = () => atMs
  try {
    call()
  } catch (error) {
    // It would have ended its own script, no other.
    reportError(error)
  }
  clock.now = now
})
