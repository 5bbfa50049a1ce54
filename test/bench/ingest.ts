/**
 * How close taking events in is to the machine's limit. Each figure is a ratio against a baseline of the same minute, the
 * median of three rounds or more, printed with its bound; a miss does not fail. What is measured runs in processes of its own,
 * on data folders that go with it; load goes to 127.0.0.1 alone. Without names all figures are made. `--whole` measures growth
 * with 20 million events stored instead of 2, which takes 5 GB of the temporary folder and some minutes more.
 *
 * node test/bench/ingest.ts [cpu durability growth reads person disk memory] [--whole]
 */
import { parseArgs } from 'node:util'
import { benchCpu } from './ingest/cpu.ts'
import { benchDisk } from './ingest/disk.ts'
import { benchDurability } from './ingest/durability.ts'
import { benchGrowth } from './ingest/growth.ts'
import { benchMemory } from './ingest/memory.ts'
import { benchPerson } from './ingest/person.ts'
import { benchReads } from './ingest/reads.ts'

const { values, positionals } = parseArgs({ options: { whole: { type: 'boolean' } }, allowPositionals: true })
const FIGURES: Record<string, () => Promise<void>> = {
  cpu: benchCpu,
  durability: benchDurability,
  growth: () => benchGrowth(values.whole ? 'whole' : 'small'),
  reads: benchReads,
  person: benchPerson,
  disk: benchDisk,
  memory: benchMemory,
}

const unknown = positionals.filter((name) => !(name in FIGURES))
if (unknown.length > 0) {
  throw new Error(`no figure ${unknown.join(', ')}; there are ${Object.keys(FIGURES).join(', ')}`)
}
for (const [name, bench] of Object.entries(FIGURES)) {
  // oxlint-disable-next-line no-await-in-loop -- side by side they would disturb each other
  if (positionals.length === 0 || positionals.includes(name)) await bench()
}
