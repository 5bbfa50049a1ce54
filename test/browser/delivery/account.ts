import { SDK_DROPPED } from '@uptake/shared/wire'
import { expect } from 'vitest'
import { PACE } from './pace.ts'
import { EVENT } from './receiver.ts'
import type { Scene } from './scene.ts'

/** What became of a scene's events, by their running numbers. */
export interface Account {
  readonly missing: readonly number[]
  /** Stored more than once: under several ids. */
  readonly twice: readonly number[]
  /** How many drops were reported, by reason. */
  readonly drops: Readonly<Record<string, number>>
}

/** Each event is stored once. */
export const EACH_ONCE: Account = { missing: [], twice: [], drops: {} }

/** Compares what the scene's pages tracked with what the collector has stored. */
export async function accountOf({ ground, proxy, take, tracked }: Scene): Promise<Account> {
  const { scene } = take(0)
  const sent = new Set(proxy.batches.flatMap(({ batch }) => batch.map(({ messageId }) => messageId)))
  const stored = await ground.receiver.messages()
  const times = new Uint8Array(tracked)
  const drops: Record<string, number> = {}
  for (const { event, body, messageId } of stored) {
    if (event === EVENT && body?.['scene'] === scene) times[Number(body['number'])]! += 1
    if (event !== SDK_DROPPED || !sent.has(messageId)) continue
    const reason = String(body?.['reason'])
    drops[reason] = (drops[reason] ?? 0) + Number(body?.['count'])
  }
  const where = (is: (times: number) => boolean) => [...times.keys()].filter((number) => is(times[number]!))
  return { missing: where((count) => count === 0), twice: where((count) => count > 1), drops }
}

/** Expects of what is read again and again, until it holds. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: PACE.patienceMs, interval: 50 })

/** Waits until everything that was tracked until now is stored. */
export async function allStored(scene: Scene): Promise<void> {
  await eventually(async () => (await accountOf(scene)).missing.length).toBe(0)
}
