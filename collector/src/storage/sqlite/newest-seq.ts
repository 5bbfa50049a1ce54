/** The key in `meta` of the place of the newest message, written down when messages are removed. */
const NEWEST_SEQ_KEY = 'newest_seq'

/** The place of the newest message that ever was, as an expression: a place is never given twice, whatever was removed. */
export const NEWEST_SEQ = `max(
  (SELECT coalesce(max(seq), 0) FROM messages),
  (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = '${NEWEST_SEQ_KEY}'))`
/** Writes it down, before messages are removed. */
export const KEEP_NEWEST_SEQ = `INSERT INTO meta VALUES ('${NEWEST_SEQ_KEY}', ${NEWEST_SEQ}) ON CONFLICT DO UPDATE SET value = excluded.value`
