import type { ReadMessage } from '@uptake/collector/src/storage/storage.ts'
import { SDK_DROPPED } from '@uptake/shared/wire'
import { expect } from 'vitest'
import { PACE } from './pace.ts'
import { EVENT } from './receiver.ts'
import type { Scene } from './scene.ts'
import type { Tab } from './tab.ts'

/** What became of a scene's events, by their running numbers. */
export interface Account {
  readonly missing: readonly number[]
  /** Stored more than once: under several ids. */
  readonly twice: readonly number[]
  /** How many drops were reported to the collector, by reason. */
  readonly drops: Readonly<Record<string, number>>
}

/** Each event is stored once. */
export const EACH_ONCE: Account = { missing: [], twice: [], drops: {} }

/** The scene's events that the collector has stored, as they were when they were read first, or as they are now. */
export async function storedEvents({ ground, name }: Scene, isNow = false): Promise<readonly ReadMessage[]> {
  const messages = await (isNow ? ground.receiver.messagesNow() : ground.receiver.messages())
  return messages.filter(({ event, body }) => event === EVENT && body?.['scene'] === name)
}

/** The running number of an event. */
export const numberOf = ({ body }: Pick<ReadMessage, 'body'>): number => Number(body?.['number'])

/** Whose each event is now, by running number. */
export async function usersOf(scene: Scene): Promise<(string | null)[]> {
  const users: (string | null)[] = []
  for (const event of await storedEvents(scene, true)) users[numberOf(event)] = event.userId
  return users
}

/** Compares what the scene's pages tracked with what the collector has stored. */
export async function accountOf(scene: Scene): Promise<Account> {
  const times = new Uint8Array(scene.tracked)
  for (const event of await storedEvents(scene)) times[numberOf(event)]! += 1
  const where = (is: (times: number) => boolean) => [...times.keys()].filter((number) => is(times[number]!))
  return {
    missing: where((count) => count === 0),
    twice: where((count) => count > 1),
    drops: await reportedDrops(scene),
  }
}

/** Reports have no running number: they are the scene's where they came through its proxy. */
async function reportedDrops({ ground, proxy }: Scene): Promise<Record<string, number>> {
  const sent = new Set(proxy.batches.flatMap(({ batch }) => batch.map(({ messageId }) => messageId)))
  const drops: Record<string, number> = {}
  for (const { event, body, messageId } of await ground.receiver.messages()) {
    if (event !== SDK_DROPPED || !sent.has(messageId)) continue
    const reason = String(body?.['reason'])
    drops[reason] = (drops[reason] ?? 0) + Number(body?.['count'])
  }
  return drops
}

/** Expects of what is read again and again, until it holds. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, PATIENCE)

/** How long that may take, in a poll. */
export const PATIENCE = { timeout: PACE.patienceMs, interval: 50 }

/** Waits until everything that was tracked until now is stored. */
export async function allStored(scene: Scene): Promise<void> {
  await eventually(async () => (await accountOf(scene)).missing.length).toBe(0)
}

/** Opens a tab whose first moments are over: its database is open, and nothing waits in it. */
export async function openSettled(scene: Scene, options?: object): Promise<Tab> {
  const tab = await scene.openTab(options)
  await tab.track(1)
  await allStored(scene)
  return tab
}
