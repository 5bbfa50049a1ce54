import { idSchema } from '@uptake/shared/wire/schema'
import { UptakeError } from '../errors.ts'
import { signToken } from '../http/identity-token.ts'
import { readIdentitySecret } from './environment.ts'
import type { ProjectOptions } from './options.ts'
import { writeLine } from './write.ts'

/** How a token is asked for. */
export interface TokenOptions extends Pick<ProjectOptions, 'config'> {
  /** The first is the one that `/v1/me` shows. */
  readonly account?: readonly string[]
  /** For how long it counts, in milliseconds. */
  readonly expires: number
}

/** Prints an identity token, for trying; an app's server makes its own. */
export async function token(userId: string, { account = [], expires, config }: TokenOptions): Promise<void> {
  const unfit = [userId, ...account].find((id) => !idSchema.safeParse(id).success)
  if (unfit !== undefined) {
    const hint = 'Give one of 1 to 255 characters, without control characters.'
    throw new UptakeError('invalid_option', `${JSON.stringify(unfit.slice(0, 40))} is no id`, hint)
  }
  const secret = readIdentitySecret({ config }, process.env)
  const identity = { userId, accounts: account, expiresAt: Date.now() + expires }
  writeLine(await signToken(identity, secret))
}
