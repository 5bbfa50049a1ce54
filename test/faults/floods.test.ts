import { statSync } from 'node:fs'
import { join } from 'node:path'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { Storage } from '@uptake/collector/src/storage/storage.ts'
import { expect, it } from 'vitest'
import { spawnCollector } from '../harness/spawn-collector.ts'
import { KEYS } from '../harness/start-collector.ts'
import { temporaryProject } from '../harness/temporary-project.ts'
import { IS_LONG } from './folder.ts'
import { growthMb } from './memory.ts'

const MODEL = {
  actions: { opened: { feature: { property: 'area' } }, closed: {} },
  dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
}
/** More than the most names that are kept. */
const MESSAGES = IS_LONG ? 100_000 : 11_000
const SIZE = 1_000
const CLIENTS = 4
/** From a collector that has just been started: its caches, and what of full batches is not collected yet. */
const MAX_GROWTH_MB = 300
/** Without what its properties take. */
const MAX_BYTES_A_MESSAGE = 250

interface Flood {
  readonly name: string
  /** What tells the nth message from others. */
  readonly message: (n: number) => object
  readonly check?: (storage: Storage) => Promise<void>
}

/** Features of the one user's rows, none among them, with how often they were counted. */
async function featuresOf(storage: Storage): Promise<{ distinct: number; counted: number }> {
  const person = await storage.personByUserId('u')
  const rows = await storage.rows([person?.id ?? 0], Infinity)
  const counted = rows.reduce((sum, { count }) => sum + count, 0)
  return { distinct: new Set(rows.map(({ feature }) => feature)).size, counted }
}

const NAMES: Flood[] = [
  {
    name: 'event names',
    message: (n) => ({ event: `event ${n}` }),
    async check(storage) {
      const events = (await storage.messagesAfter(0, MESSAGES + 1)).map(({ event }) => event)
      expect(new Set(events).size).toBe(1_000 + 1)
    },
  },
  {
    name: 'feature values',
    message: (n) => ({ event: 'opened', properties: { area: `area ${n}` } }),
    check: async (storage) => expect(await featuresOf(storage)).toEqual({ distinct: 10_000 + 1, counted: MESSAGES }),
  },
  {
    name: 'long feature values',
    message: (n) => ({ event: 'opened', properties: { area: `${n}`.padEnd(256, 'x') } }),
    check: async (storage) => expect(await featuresOf(storage)).toEqual({ distinct: 1, counted: MESSAGES }),
  },
]
/** Of these there is no most: each is somebody, or something, that is kept. */
const UNBOUNDED: Flood[] = [
  { name: 'users', message: (n) => ({ event: 'closed', userId: `user ${n}` }) },
  { name: 'accounts', message: (n) => ({ event: 'closed', context: { groupId: `group ${n}` } }) },
  { name: 'trait names', message: (n) => ({ type: 'identify', traits: { [`trait ${n}`]: n } }) },
  { name: 'nudges', message: (n) => ({ event: 'nudge_shown', properties: { nudge: `nudge ${n}` } }) },
]

it.each(IS_LONG ? [...NAMES, ...UNBOUNDED] : NAMES)(
  'a flood of new $name is taken, in a bounded memory and little room',
  async ({ message, check }) => {
    const { paths, configure, remove } = temporaryProject()
    configure({ model: MODEL })
    const collector = await spawnCollector(paths)
    const messageOf = (n: number) => ({ type: 'track', userId: 'u', messageId: `m${n}`, ...message(n) })
    const starts = Array.from({ length: MESSAGES / SIZE }, (_, index) => index * SIZE).values()
    async function client(): Promise<void> {
      for (const start of starts) {
        const batch = Array.from({ length: SIZE }, (_, index) => messageOf(start + index))
        const body = JSON.stringify({ writeKey: KEYS.writeKey, batch })
        const response = await fetch(`${collector.url}/v1/batch`, { method: 'POST', body })
        expect(await response.json()).toMatchObject({ accepted: SIZE, rejected: [] })
      }
    }
    try {
      const growth = await growthMb(collector, () => Promise.all(Array.from({ length: CLIENTS }, client)))
      expect(growth).toBeLessThan(MAX_GROWTH_MB)
      const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
      expect((await fetch(`${collector.url}/v1/users/${messageOf(0).userId}/score`, { headers })).status).toBe(200)
      expect(await collector.end('SIGTERM')).toBe(0)

      const sent = JSON.stringify(message(0)).length
      expect(statSync(join(paths.data, 'uptake.db')).size / MESSAGES).toBeLessThan(MAX_BYTES_A_MESSAGE + sent)
      const storage = await openStorage(paths.data)
      try {
        expect(await storage.messagesAfter(0, MESSAGES + 1)).toHaveLength(MESSAGES)
        await check?.(storage)
      } finally {
        await storage.close()
      }
    } finally {
      await collector.end('SIGKILL')
      remove()
    }
  },
  300_000,
)
