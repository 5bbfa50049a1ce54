const KEY = 'newest_erasure'

/** The number of the newest erasure that ever began, 0 before the first, as an expression. */
export const NEWEST_ERASURE = `coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '${KEY}'), 0)`
/** Counts one more: none is given a number twice. */
export const COUNT_ERASURE = `INSERT INTO meta
  VALUES ('${KEY}', max(${NEWEST_ERASURE}, (SELECT coalesce(max(id), 0) FROM erasing)) + 1)
  ON CONFLICT DO UPDATE SET value = excluded.value`
