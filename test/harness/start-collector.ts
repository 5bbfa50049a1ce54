import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkConfig } from '@uptake/shared/model/check'
import type { BatchResult } from '@uptake/shared/wire'
import { createClientLimits } from '@uptake/collector/src/http/client-limits.ts'
import { createApp, type Services } from '@uptake/collector/src/http/app.ts'
import { createGate } from '@uptake/collector/src/http/gate.ts'
import type { Keys } from '@uptake/collector/src/http/keys.ts'
import { createMetrics } from '@uptake/collector/src/http/metrics.ts'
import { createReception } from '@uptake/collector/src/ingest/reception.ts'
import { listen, type Patience } from '@uptake/collector/src/http/server.ts'
import { openProject } from '@uptake/collector/src/project.ts'
import type { Storage } from '@uptake/collector/src/storage/storage.ts'

export const KEYS = {
  writeKey: 'wk_test',
  writeKeys: ['wk_test'],
  secretKey: 'sk_test',
  identitySecret: 'an identity secret of at least 32 bytes',
  webhookSecrets: ['whsec_dGhlIHRlc3RzIGhhdmUgYSBzZWNyZXQgb2YgdGhlaXJz'],
} satisfies Keys & { writeKey: string }

/** A collector on a free port of this machine, on a store of its own in a folder that goes with it. */
export interface TestCollector extends AsyncDisposable {
  readonly url: string
  readonly storage: Storage
  /** Sends a batch with the write key and gives the answer's body; throws where it was not 200. */
  send(messages: readonly unknown[], envelope?: object): Promise<BatchResult>
  /** Reads a route with the secret key. */
  read(path: string): Promise<unknown>
  /** Everything else: a request as it is. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'uptake-'))
  // A browser that was killed may still be writing, for some seconds on a machine that is busy.
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }) }
}

interface Options {
  /** @defaultValue the real clock */
  readonly now?: () => number
  /** @defaultValue a folder that goes with the collector */
  readonly data?: string
  /** How long clients may take. @defaultValue as in life */
  readonly patience?: Patience
  /** Services to take instead of the real ones, from which they are made. */
  readonly instead?: (services: Services) => Partial<Services>
}

/** Starts the collector in this process, by a configuration as it would be written. */
export async function startCollector(
  input: unknown,
  { now = Date.now, data, patience, instead = () => ({}) }: Options = {},
): Promise<TestCollector> {
  const checked = checkConfig(input)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  const { config } = checked
  const folder = data === undefined ? temporaryFolder() : { path: data, remove: () => undefined }
  const project = await openProject(config, folder.path, now)
  const { storage, snapshots } = project
  await storage.transaction((transaction) => transaction.setDefaultHoldout(0))
  const stopping = new AbortController()
  const failures: unknown[] = []
  const services: Services = {
    ...project,
    requireRoom: () => undefined,
    receive: createReception(project.ingest, createGate(config.identity, KEYS)),
    config,
    keys: KEYS,
    limits: createClientLimits({ perMinute: 300_000, proxies: 0 }, () => performance.now(), { warn: () => undefined }),
    now,
    log: { error: (failure: unknown) => void failures.push(failure), info: () => undefined },
    metrics: createMetrics({
      waiting: () => ({ requests: 0, bytes: 0 }),
      snapshotLag: () => 0,
      undelivered: storage.countUndelivered,
    }),
    notReady: () => null,
    isLocal: true,
    stopping: stopping.signal,
  }
  const app = createApp({ ...services, ...instead(services) })
  const server = await listen(app, { host: '127.0.0.1', port: 0, patience })

  const answerOf = async (response: Response): Promise<unknown> => {
    const text = await response.text()
    if (!response.ok) throw new Error(`${response.status} ${response.url}: ${text} ${failures.map(String).join(' ')}`)
    return JSON.parse(text)
  }
  return {
    url: server.url,
    storage,
    fetch: (path, init) => fetch(`${server.url}${path}`, init),
    async send(messages, envelope = {}) {
      const body = JSON.stringify({ batch: messages, writeKey: KEYS.writeKey, ...envelope })
      return (await answerOf(await fetch(`${server.url}/v1/batch`, { method: 'POST', body }))) as BatchResult
    },
    async read(path) {
      const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
      return answerOf(await fetch(`${server.url}${path}`, { headers }))
    },
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await server.close()
      await snapshots.stop()
      await storage.close()
      folder.remove()
    },
  }
}
