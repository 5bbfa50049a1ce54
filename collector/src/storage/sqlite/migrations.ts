import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { standings } from './migrations/0002-standings.ts'
import { removed } from './migrations/0003-removed.ts'
import { sessions } from './migrations/0004-sessions.ts'
import { erased } from './migrations/0005-erased.ts'
import { nudgeMarks } from './migrations/0006-nudge-marks.ts'
import { outbox } from './migrations/0007-outbox.ts'

const first = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE models (version INTEGER PRIMARY KEY, model TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE people (
  id INTEGER PRIMARY KEY, user_id TEXT UNIQUE, group_account INTEGER, group_seq INTEGER,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT;
CREATE TABLE anonymous (anonymous_id TEXT PRIMARY KEY, person INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX anonymous_by_person ON anonymous (person);
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY, account_id TEXT NOT NULL UNIQUE, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT;
CREATE TABLE members (
  account INTEGER NOT NULL, person INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY (account, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_by_person ON members (person);

CREATE TABLE messages (
  seq INTEGER PRIMARY KEY, key BLOB NOT NULL, message_id TEXT, type INTEGER NOT NULL,
  person INTEGER NOT NULL, account INTEGER NOT NULL, event INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, session_id TEXT, body TEXT
) STRICT;
CREATE UNIQUE INDEX messages_by_key ON messages (key);
CREATE INDEX messages_by_person ON messages (person, occurred_at);

CREATE TABLE rows (
  person INTEGER NOT NULL, account INTEGER NOT NULL, action INTEGER NOT NULL, feature INTEGER NOT NULL,
  day INTEGER NOT NULL, count INTEGER NOT NULL, volume REAL NOT NULL,
  PRIMARY KEY (person, account, action, feature, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE interactions (
  person INTEGER NOT NULL, account INTEGER NOT NULL, action INTEGER NOT NULL, counterpart TEXT NOT NULL, day INTEGER NOT NULL,
  PRIMARY KEY (person, account, action, counterpart, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE traits (
  of TEXT NOT NULL, subject INTEGER NOT NULL, name TEXT NOT NULL, day INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL, message_id TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (of, subject, name, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE nudge_marks (
  person INTEGER NOT NULL, nudge TEXT NOT NULL, event TEXT NOT NULL, count INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY (person, nudge, event)
) STRICT, WITHOUT ROWID;
CREATE TABLE rejected (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, received_at INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
  type TEXT, event TEXT, user_id TEXT
) STRICT;
`

const statements = (text: string): Migration => ({
  async up(db: Kysely<never>) {
    for (const statement of text.split(';\n')) if (statement.trim()) await sql.raw(statement).execute(db)
  },
})

/** Run forward, in order of name, on every start. One that has landed is never edited: a change is a new one. */
export const migrations: Record<string, Migration> = {
  '0001_first_light': statements(first),
  '0002_standings': statements(standings),
  '0003_removed': statements(removed),
  '0004_sessions': statements(sessions),
  '0005_erased': statements(erased),
  '0006_nudge_marks': statements(nudgeMarks),
  '0007_outbox': statements(outbox),
}
