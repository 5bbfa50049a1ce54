/**
 * How close taking events in is to the machine's limit. Each figure is a ratio against a baseline of the same minute, the
 * median of three rounds, printed with its bound; a miss does not fail. Servers run in processes of their own, on data folders
 * of their own, which go with them.
 *
 * node test/bench/ingest.ts [cpu …]
 */
import { benchCpu } from './ingest/cpu.ts'

const FIGURES: Record<string, () => Promise<void>> = {
  cpu: benchCpu,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in FIGURES))
if (unknown.length > 0) {
  throw new Error(`no figure ${unknown.join(', ')}; there are ${Object.keys(FIGURES).join(', ')}`)
}
for (const [name, bench] of Object.entries(FIGURES)) {
  // oxlint-disable-next-line no-await-in-loop -- side by side they would disturb each other
  if (wanted.length === 0 || wanted.includes(name)) await bench()
}
