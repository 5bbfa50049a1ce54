import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { temporaryFolder } from '../../harness/start-collector.ts'
import { createMessages, type Load } from './messages.ts'
import { takeIn } from './path.ts'
import { printRatio } from './ratio.ts'

const LOAD: Load = { batch: 100, events: 200_000, days: 45 }

/** What an event takes on the disk with all that is folded of it, against the same as a row of text; the same each time. */
export async function benchDisk(): Promise<void> {
  using stack = new DisposableStack()
  const folder = () => stack.adopt(temporaryFolder(), ({ remove }) => remove()).path
  const [ours, inline] = [folder(), folder()]
  await takeIn(LOAD, { data: ours })
  const stored = new Database(join(ours, 'uptake.db'))
  stored.pragma('wal_checkpoint(TRUNCATE)')
  stored.close()
  storeInline(join(inline, 'inline.db'))
  const bytes = (path: string) =>
    readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0) / LOAD.events
  printRatio({
    what: 'bytes an event on disk, with what is folded, against inline text',
    unit: 'B',
    values: [bytes(ours)],
    bare: [bytes(inline)],
    atMost: 0.75,
  })
}

/** Times are numbers, which are smaller than text. */
function storeInline(path: string): void {
  const db = new Database(path)
  db.exec(`
    CREATE TABLE events (
      id TEXT NOT NULL, user TEXT, account TEXT, event TEXT, session TEXT, occurred_at INTEGER, received_at INTEGER, properties TEXT
    );
    CREATE UNIQUE INDEX events_by_id ON events (id);
    CREATE INDEX events_by_user ON events (user, occurred_at);`)
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const now = Date.now()
  db.transaction(() => {
    for (const text of createMessages(LOAD, now)) {
      const { messageId, userId, context, event, timestamp, properties } = JSON.parse(text) as Stored
      const { groupId, sessionId } = context
      const occurredAt = Date.parse(timestamp)
      insert.run(messageId, userId, groupId, event, sessionId, occurredAt, now, JSON.stringify(properties))
    }
  })()
  db.close()
}
interface Stored extends Record<'messageId' | 'userId' | 'event' | 'timestamp', string> {
  readonly context: Record<'groupId' | 'sessionId', string>
  readonly properties: object
}
