/**
 * Touches a subject by no message, from `:at` on, as a part of an update: of such touches each is another, so that whoever
 * is scoring just now does not take it for the one before.
 */
export const TOUCH =
  'touched_at = min(coalesce(touched_at, :at), :at), touched_seq = -1 - abs(coalesce(touched_seq, 0))'
