/** The ingest path without HTTP: a store opened as the collector opens it, fed with bodies that were made before. */
import { openProject } from '@uptake/collector/src/project.ts'
import { checkConfig } from '@uptake/shared/model/check'
import config from '../uptake.config.ts'
import { createBodies } from './messages.ts'
import type { Run, Speed } from './path.ts'

/** The part of a load that comes before it counts. */
const WARM_UP = 0.3

async function run({ data, load, inFlight }: Run): Promise<Speed> {
  const checked = checkConfig(config)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  const bodies = createBodies(load, Date.now())
  const { storage, ingest } = await openProject(checked.config, data, Date.now)
  let accepted = 0
  async function take(some: readonly Buffer[]): Promise<number> {
    const left = some.values()
    const takeOn = async () => {
      for (const body of left) {
        const { batch, sentAt } = JSON.parse(body.toString()) as { batch: unknown[]; sentAt: string }
        const delivery = { receivedAt: Date.now(), sentAt: Date.parse(sentAt), bytes: body.length }
        const result = await ingest(batch, () => delivery)
        accepted += result.accepted
      }
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: inFlight }, takeOn))
    return performance.now() - started
  }
  const first = Math.round(WARM_UP * bodies.length)
  await take(bodies.slice(0, first))
  const before = process.cpuUsage()
  const ms = await take(bodies.slice(first))
  const { user, system } = process.cpuUsage(before)
  await storage.close()
  if (accepted !== load.events) throw new Error(`${accepted} of ${load.events} events were accepted`)
  const events = (bodies.length - first) * load.batch
  return { perSecond: (events * 1000) / ms, perCpuSecond: (events * 1e6) / (user + system) }
}

process.once('message', (order: Run) => void run(order).then((answer) => process.send?.(answer)))
