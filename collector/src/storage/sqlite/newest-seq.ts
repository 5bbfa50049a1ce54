/** The key in `meta` of the place of the newest message, written down when messages are removed. */
export const NEWEST_SEQ_KEY = 'newest_seq'

/** The place of the newest message that ever was, as an expression: a place is never given twice, whatever was removed. */
export const NEWEST_SEQ = `max(
  (SELECT coalesce(max(seq), 0) FROM messages),
  (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = '${NEWEST_SEQ_KEY}'))`
