const KEY = 'newest_account'

/** The greatest number that an account ever had, as an expression: none is given twice, whichever were erased. */
export const NEWEST_ACCOUNT = `max(
  (SELECT coalesce(max(id), 0) FROM accounts),
  (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = '${KEY}'))`
/** Writes it down, before one is erased. */
export const KEEP_NEWEST_ACCOUNT = `INSERT INTO meta VALUES ('${KEY}', ${NEWEST_ACCOUNT}) ON CONFLICT DO UPDATE SET value = excluded.value`
