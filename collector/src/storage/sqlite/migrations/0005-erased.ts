// Who was erased, by hashes under a key of the store's own; and what is being erased, with the ids until that is done.
export const erased = `
CREATE TABLE erased (hash BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX erased_by_time ON erased (at);
CREATE TABLE erasing (
  id INTEGER PRIMARY KEY, of TEXT NOT NULL, subject INTEGER NOT NULL, at INTEGER NOT NULL, ids TEXT NOT NULL,
  salt TEXT NOT NULL, step INTEGER NOT NULL, place INTEGER NOT NULL, counts TEXT NOT NULL
) STRICT;
INSERT INTO meta VALUES ('erasure_key', hex(randomblob(32)));
`
