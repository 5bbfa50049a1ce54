import type { ParsedMessage } from './parse-message.ts'

/** Whom and what the messages of a request may name. */
export interface Permission {
  /** The one user; null for none. */
  readonly userId: string | null
  readonly accounts: readonly string[]
}

/**
 * Says why a message is forbidden, and how to mend it; null where it is not. One that names neither a user nor an account
 * never is. An alias always is: it would give the sender what another browser did.
 */
export function whyForbidden(
  { type, userId, accountId }: ParsedMessage,
  { userId: own, accounts }: Permission,
): string | null {
  if (type === 'alias')
    return 'alias: for servers alone. Send identify with the user’s token, or the secret key from a server.'
  if (userId !== null && own === null) {
    return 'userId: no token that counts came with it. Send the user’s as "token", signed with UPTAKE_IDENTITY_SECRET (HS256; sub, exp).'
  }
  if (userId !== null && userId !== own)
    return 'userId: the token is another user’s. Send that of the user whom the message names.'
  if (accountId !== null && !accounts.includes(accountId)) {
    return 'groupId: the token does not name this account. Sign it with the account as its claim "account".'
  }
  return null
}
