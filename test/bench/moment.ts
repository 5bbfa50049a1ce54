/** What benches agree on: the moment that is scored, and what is done by then. */
export const DAY_MS = 86_400_000
export const NOW: number = Date.UTC(2026, 5, 30, 12)
export const TODAY: number = Math.floor(NOW / DAY_MS)

/** Actions of the reference's model, each with its feature. */
export const ACTIONS = [
  ['report_created', 'reports'],
  ['report_shared', 'sharing'],
  ['comment_added', 'comments'],
  ['rows_imported', 'imports'],
] as const
