// Ids of removed messages that their time could not tell again, should they be sent once more: as `messages.key` has them.
export const removed = `
CREATE TABLE removed (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
`
