import { join } from 'node:path'
import { checkModel } from '@uptake/shared/model/check'
import { createFold, type Folds } from '@uptake/collector/src/ingest/fold-messages.ts'
import { openStorage } from '@uptake/collector/src/storage/open.ts'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { MODEL } from './folder.ts'
import type { Traffic } from './traffic.ts'

/** What a store holds, as the collector's own code reads it. */
interface Stored {
  /** The ids of all messages, in the order of commits. */
  readonly ids: readonly string[]
  /** What is folded of them, in any order. */
  readonly folds: readonly string[]
}

/** Opens a store that nobody else has to have open, and checks that it is whole: what is folded is what its messages fold into. */
export async function readStored(data: string): Promise<Stored> {
  const storage = await openStorage(data)
  try {
    const messages = await storage.messagesAfter(0, 10_000_000)
    const people = [...new Set(messages.map(({ person }) => person))]
    const folds = toTexts({
      rows: await storage.rows(people, Infinity),
      interactions: await storage.interactions(people, Infinity),
    })
    const checked = checkModel(MODEL)
    if ('faults' in checked) throw new Error('the model has faults')
    expect(folds).toEqual(toTexts(createFold(checked.model)(messages, null)))
    return { ids: messages.map(({ messageId }) => messageId), folds }
  } finally {
    await storage.close()
  }
}

/** Reads a store, and checks that all that was acknowledged is there, nothing twice, and each batch as a whole or not at all. */
export async function expectStored(
  data: string,
  { acknowledged, batches }: Pick<Traffic, 'acknowledged' | 'batches'>,
): Promise<Stored> {
  const stored = await readStored(data)
  const ids = new Set(stored.ids)
  expect(ids.size).toBe(stored.ids.length)
  expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
  const torn = batches.filter((batch) => new Set(batch.map((id) => ids.has(id))).size > 1)
  expect(torn).toEqual([])
  return stored
}

/** Checks that the file itself is sound. */
export function expectSound(data: string): void {
  const db = new Database(join(data, 'uptake.db'), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  } finally {
    db.close()
  }
}

/** Interactions are kept once, however often they happened. */
function toTexts({ rows, interactions }: Pick<Folds, 'rows' | 'interactions'>): string[] {
  const texts = [
    ...rows.map(({ person, account, action, feature, day, count, volume }) => [
      'row',
      person,
      account,
      action,
      feature,
      day,
      count,
      volume,
    ]),
    ...interactions.map(({ person, account, action, counterpart, day }) => [
      'met',
      person,
      account,
      action,
      counterpart,
      day,
    ]),
  ]
  return [...new Set(texts.map((parts) => parts.join(' ')))].toSorted()
}
