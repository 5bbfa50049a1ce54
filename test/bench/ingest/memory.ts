import { median } from '../sdk/figure.ts'
import { ROUNDS, verdict } from './ratio.ts'
import { createSender } from './sender.ts'
import { startCollector } from './server.ts'

const FULL = { batch: 100, events: 400_000 }
const MOST_MB = 400

/** The most memory that a collector had while as much was sent as it takes. */
export async function benchMemory(): Promise<void> {
  await using sender = await createSender(FULL)
  const peaks: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await using server = await startCollector()
    await sender.send(server.url, 0, 1)
    peaks.push((await server.usage()).peakBytes / 1e6)
  }
  const worst = Math.max(...peaks)
  process.stdout.write(
    `peak memory at full load: ${median(peaks).toFixed(0)} MB, worst ${worst.toFixed(0)}${verdict(worst, { atMost: MOST_MB })}\n`,
  )
}
