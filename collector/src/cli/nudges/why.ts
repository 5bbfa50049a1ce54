import type { Judgement } from '@uptake/shared/nudges'
import { UptakeError } from '../../errors.ts'
import type { Decided, WebhookDecision } from '../../nudges/nudges.ts'
import { openProjectToRead } from '../../project.ts'
import { toInstant } from '../../scores/instant.ts'
import type { Standing } from '../../scores/standing.ts'
import { loadConfig } from '../load-config.ts'
import { counted } from '../numbers.ts'
import type { ProjectOptions } from '../options.ts'
import { column, printable } from '../printable.ts'
import { writeJson, writeLine } from '../write.ts'
import { deciding, testText } from './condition-text.ts'
import { armText, decisionText, untilText } from './decision-text.ts'

const ID_WIDTH = 30

interface Options extends ProjectOptions {
  account?: string
  session?: string
  json?: true
}

/** Shows what became of each rule for a user, and why: those of the app in the order of choice, then those of webhooks. */
export async function whyNudges(userId: string, options: Options): Promise<void> {
  const config = await loadConfig(options.config)
  const { model } = config
  const { storage, scores, nudges } = await openProjectToRead(config, options.data)
  try {
    const at = toInstant(model, Date.now())
    const user = requireKnown(await scores.ofUser(userId, at), 'user', userId)
    const { account: named, session = null } = options
    const account = named === undefined ? null : requireKnown(await scores.ofAccount(named, at), 'account', named)
    const decided = await nudges.decide({ user, account, session })
    const because = (judgement: Judgement): string[] =>
      deciding(judgement).map((one) => testText(one, { model, hasAccount: decided.account !== null }))
    if (options.json) writeJson({ ...headOf(user, decided, session), rules: [...toJson(decided, because)] })
    else for (const line of toLines(user, decided, session, because)) writeLine(line)
  } finally {
    await storage.close()
  }
}

function requireKnown<Known extends Standing & { readonly isKnown: boolean }>(
  standing: Known,
  what: string,
  id: string,
): Known {
  if (standing.isKnown) return standing
  throw new UptakeError('not_found', `no ${what} was ever seen by the id ${printable(id)}`, 'See `uptake scores`.')
}

type Because = (judgement: Judgement) => string[]

const headOf = ({ who, at }: Standing, { account }: Decided, session: string | null) => ({
  ...who,
  account: account && 'account' in account.who ? account.who.account : null,
  session,
  asOf: new Date(at.atMs).toISOString(),
})

function* toJson({ app, webhooks }: Decided, because: Because): Generator<object> {
  for (const { nudge, outcome, judgement, untilMs, arm } of app) {
    const { id, deliver, slot } = nudge
    const holds = judgement.truth
    yield { id, deliver, slot, outcome, until: untilText(untilMs), arm, holds, because: because(judgement) }
  }
  for (const { nudge, judgement, hasFired } of webhooks) {
    const { id, deliver, about } = nudge
    const holds = judgement?.truth ?? null
    yield { id, deliver, about, fired: hasFired, holds, because: judgement ? because(judgement) : [] }
  }
}

function* toLines(user: Standing, decided: Decided, session: string | null, because: Because): Generator<string> {
  const { account, asOf } = headOf(user, decided, session)
  const { app, webhooks } = decided
  const within = account === null ? 'in no account' : `account ${account}`
  const who = `user ${'user' in user.who ? user.who.user : ''}, ${within}${session === null ? '' : `, session ${session}`}`
  yield `${who}, at ${asOf}: ${counted(app.length + webhooks.length, 'rule')}`
  for (const decision of app) {
    const text = decisionText(decision, because(decision.judgement).join('; '))
    yield `  ${column(decision.nudge.id, ID_WIDTH)}  ${text}${armText(decision)}`
  }
  for (const decision of webhooks)
    yield `  ${column(decision.nudge.id, ID_WIDTH)}  webhook: ${webhookText(decision, because)}`
}

/** Whether the condition of a rule that sends a webhook holds; it is sent when it begins to. */
function webhookText({ judgement, hasFired }: WebhookDecision, because: Because): string {
  if (judgement === null) return 'is about accounts, and the user is in none'
  const found = because(judgement).join('; ')
  const fired = hasFired ? ' (has fired)' : ''
  if (judgement.truth === null) return found + fired
  return `${judgement.truth ? 'holds' : 'does not hold'}: ${found}${fired}`
}
