// What fired for whom, and what is sent because of it. A rule that is not armed has fired and may not fire again yet. An
// account's own row has it as `account` too.
export const outbox = `
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, nudge TEXT NOT NULL, of TEXT NOT NULL, subject INTEGER NOT NULL,
  account INTEGER NOT NULL, at INTEGER NOT NULL, payload TEXT, status TEXT NOT NULL, attempts INTEGER NOT NULL,
  next_at INTEGER, error TEXT, is_armed INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_fired ON outbox (of, subject, nudge) WHERE is_armed = 0;
CREATE INDEX outbox_by_subject ON outbox (of, subject);
CREATE INDEX outbox_by_nudge ON outbox (nudge);
CREATE INDEX outbox_by_account ON outbox (account) WHERE account <> 0;
CREATE INDEX outbox_pending ON outbox (next_at) WHERE status = 'pending';
CREATE INDEX outbox_undelivered ON outbox (seq) WHERE status IN ('pending', 'dead');
`
