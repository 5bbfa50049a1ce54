import { setTimeout as sleep } from 'node:timers/promises'
import { printRatio, ROUNDS } from './ratio.ts'
import { createSender, type Sender } from './sender.ts'
import { type MeasuredServer, startBare, startCollector } from './server.ts'

const LOADS = [
  { batch: 1, events: 40_000, atLeast: 0.4, aim: 0.6 },
  { batch: 20, events: 160_000, atLeast: 0.22, aim: 0.35 },
  { batch: 100, events: 200_000, atLeast: 0.18, aim: 0.3 },
]
/** The part of a load that comes before it counts, so that code is compiled. */
const WARM_UP = 0.3
/** What is left to do after the answers counts too. */
const AFTER_MS = 250

/** Events for a second of the server's processor time, all its threads together, against the least that could take them. */
export async function benchCpu(): Promise<void> {
  for (const { batch, events, ...bounds } of LOADS) {
    await using sender = await createSender({ batch, events })
    const measured: Record<'collector' | 'bare', number[]> = { collector: [], bare: [] }
    for (let round = 0; round < ROUNDS; round++) {
      measured.bare.push(await measure(sender, startBare))
      measured.collector.push(await measure(sender, startCollector))
    }
    printRatio({
      what: `events a CPU-second against node:http and JSON.parse, batch ${batch}`,
      values: measured.collector,
      bare: measured.bare,
      ...bounds,
    })
  }
}

async function measure(sender: Sender, start: () => Promise<MeasuredServer>): Promise<number> {
  await using server = await start()
  await sender.send(server.url, 0, WARM_UP)
  const before = await server.usage()
  const { events } = await sender.send(server.url, WARM_UP, 1)
  await sleep(AFTER_MS)
  const after = await server.usage()
  return (events / (after.cpuMs - before.cpuMs)) * 1000
}
