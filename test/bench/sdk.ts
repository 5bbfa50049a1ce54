/**
 * What the built SDK costs a page: creation, calls, the main thread's work for them, and the way out of a long time offline.
 * In a real Chromium, with a real collector in a process of its own on another origin. Every round is a fresh page on an
 * origin that nobody visited, cold, and in the same seconds the least that could be done: an address read, JSON made and kept
 * in an array, the same bodies posted in a loop. A busy machine is in both; their ratio is what compares. The pages are
 * cross-origin isolated, which gives their clock steps of 5 µs instead of 100. Tasks come from Chromium's own trace, those
 * below 50 ms too. Fails where a call is not delivered or is delivered twice, never for a time.
 *
 * node test/bench/sdk.ts [another build's index.js]
 */
import { fileURLToPath } from 'node:url'
import { benchCalls } from './sdk/calls.ts'
import { benchCreation } from './sdk/creation.ts'
import { benchDrain } from './sdk/drain.ts'
import { openStage } from './sdk/stage.ts'

const BUILD = fileURLToPath(new URL('../../sdk/dist/index.js', import.meta.url))
/** A processor as it is, and a cheap phone's. */
const SLOWDOWNS = [1, 4]

await using stage = await openStage(process.argv[2] ?? BUILD)
process.stdout.write(`Chromium ${stage.context.browser()?.version()}\n`)
await benchCreation(stage)
await benchCalls(stage)
// oxlint-disable-next-line no-await-in-loop -- side by side they would disturb each other
for (const slowdown of SLOWDOWNS) await benchDrain(stage, slowdown)
await stage.arrivals.stillWhole()
