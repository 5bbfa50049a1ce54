import type { AppNudge, Condition, Config, WebhookNudge } from '@uptake/shared/model'
import {
  type Arm,
  armOf,
  type Decision,
  decideNudges,
  type Facts,
  factsOf,
  judge,
  type Judgement,
  type Known,
} from '@uptake/shared/nudges'
import { createDayOf } from '@uptake/shared/scoring'
import type { DeliveredNudge } from '@uptake/shared/wire'
import type { Scores } from '../scores/scores.ts'
import type { Standing } from '../scores/standing.ts'
import type { Person, Storage, SubjectKind } from '../storage/storage.ts'
import type { AccountAnswer, AnswerOfAccount } from './account-answers.ts'

/** For whom nudges are decided. The instant is that of the standing. */
interface Asking<Account> {
  readonly user: Standing
  /** The account that whoever asks names; null for the one that a group message put the user in last. */
  readonly account: Account | null
  /** Null without one. */
  readonly session: string | null
}

/** What became of a rule for a person, and in which arm they are. */
export interface AppDecision extends Decision {
  readonly arm: Arm
  /** The share of units that is held out of it, 0 to 1. */
  readonly holdout: number
}
/** What a webhook rule comes to for a person, or for their account. */
export interface WebhookDecision {
  readonly nudge: WebhookNudge
  /** Null of a rule about accounts where there is none. */
  readonly judgement: Judgement | null
  /** Whether it has fired, and not armed again since. */
  readonly hasFired: boolean
}
export interface Decided {
  /** The user's, whom arms are drawn for and what conditions of the account ask about; null without one. */
  readonly account: Standing | null
  /** In the order of choice. */
  readonly app: readonly AppDecision[]
  /** As they are written. */
  readonly webhooks: readonly WebhookDecision[]
}

/** Decides which nudges a person should see, by the rules of the configuration. */
export interface Nudges {
  /** Whether a rule of the app asks about accounts. */
  readonly askAccounts: boolean
  /** The nudges to be shown, one a slot, in the order of choice; that of `preview` first, whatever its rule says. */
  offer(asking: Asking<AccountAnswer>, preview: AppNudge | null): Promise<DeliveredNudge[]>
  /** What became of each rule. */
  decide(asking: Asking<Standing>): Promise<Decided>
}

/** Of more marks of one person, made up by whoever sends, the newest are read. */
const MOST_MARKS = 1_000
/** The share of units that is held out where a rule does not say, and the collector does not listen on loopback. */
export const DEFAULT_HOLDOUT = 0.1

export function createNudges(
  storage: Storage,
  scores: Pick<Scores, 'ofAccount'>,
  answerOfAccount: AnswerOfAccount,
  { nudges, model }: Config,
): Nudges {
  const rules = nudges.filter((nudge) => nudge.deliver === 'app')
  const webhooks = nudges.filter((nudge) => nudge.deliver === 'webhook')
  const ofAccounts = rules.filter(({ when }) => asksAccount(when))
  const named = rules.map(({ id }) => id)
  const dayOf = createDayOf(model.timeZone)
  let drawnBy: string | undefined

  /** A person as the store knows them, and the account of their token, else of their last group message. */
  async function find(user: Standing, ofToken: string | null) {
    const person = await storage.personByUserId(idOf(user))
    const group = person && ofToken === null ? (await storage.groupsOf([person.id])).get(person.id) : undefined
    return { person, accountId: ofToken ?? group?.accountId ?? null }
  }
  async function decideApp(
    some: readonly AppNudge[],
    { user, session }: Asking<unknown>,
    { person, accountId, ...known }: Known & { person: Person | null; accountId: string | null },
  ): Promise<AppDecision[]> {
    const stored = person ? await storage.nudgeMarks(person.id, { named, most: MOST_MARKS }) : []
    const marks = stored.map((mark) => ({ ...mark, day: dayOf(mark.firstAt) }))
    const salt = (drawnBy ??= await storage.nudgeSalt())
    const byDefault = (await storage.defaultHoldout()) ?? DEFAULT_HOLDOUT
    const facts = { ...known, nextActions: user.nextActions(), marks, session }
    return decideNudges(some, facts, user.at.atMs).map((decision) => {
      const { id, critical, holdout } = decision.nudge
      const share = holdout ?? (critical ? 0 : byDefault)
      return { ...decision, holdout: share, arm: armOf(salt, id, accountId ?? idOf(user), share) }
    })
  }
  async function firedOf(of: SubjectKind, subject: { readonly id: number } | null): Promise<ReadonlySet<string>> {
    const fired = subject && (await storage.firedNudges(of, [subject.id])).get(subject.id)
    return fired ?? new Set()
  }

  return {
    askAccounts: ofAccounts.length > 0,
    async offer(asking, preview) {
      if (rules.length === 0) return []
      const { user, account } = asking
      const own = toFacts(user)
      const { person, accountId } = await find(user, account?.accountId ?? null)
      // Scoring a large account takes long, and most rules come to something without.
      const isAsked = ofAccounts.some(({ when }) => dependsOnAccount(when, own))
      const within = account ?? (accountId !== null && isAsked ? await answerOfAccount(accountId) : null)
      const app = await decideApp(within?.rules ?? rules, asking, { own, account: null, person, accountId })
      const chosen = app.filter(({ outcome, nudge }) => outcome === 'chosen' && nudge.slot !== preview?.slot)
      const offered = chosen.map(({ nudge, arm }) => (arm === 'held' ? toHeld(nudge) : toDelivered(nudge)))
      return preview ? [toDelivered(preview), ...offered] : offered
    },
    async decide(asking) {
      const { user, account: ofToken } = asking
      const { person, accountId } = await find(user, ofToken && idOf(ofToken))
      const account = ofToken ?? (accountId === null ? null : await scores.ofAccount(accountId, user.at))
      const known = { own: toFacts(user), account: account && toFacts(account) }
      const app = await decideApp(rules, asking, { ...known, person, accountId })
      const within = account && (await storage.accountByAccountId(idOf(account)))
      const fired = {
        user: await firedOf('person', person),
        account: await firedOf('account', within),
      }
      const decisions = webhooks.map((nudge) => {
        const own = nudge.about === 'account' ? known.account : known.own
        const judgement = own && judge(nudge.when, { ...known, own })
        return { nudge, judgement, hasFired: fired[nudge.about].has(nudge.id) }
      })
      return { account, app, webhooks: decisions }
    },
  }
}

/** Whether a condition asks about the account of the person. */
export function asksAccount(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksAccount)
  if ('any' in condition) return condition.any.some(asksAccount)
  return 'not' in condition ? asksAccount(condition.not) : condition.of === 'account'
}

/** Whether a condition may come to be true by what the account does, and is not yet. */
function dependsOnAccount(when: Condition, own: Facts): boolean {
  const truthOf = (condition: Condition) => judge(condition, { own, account: null }).truth
  function mayHold(condition: Condition): boolean {
    if (!asksAccount(condition)) return truthOf(condition) === true
    if ('all' in condition) return condition.all.every(mayHold)
    if ('any' in condition) return condition.any.some(mayHold)
    return truthOf(condition) !== false
  }
  return truthOf(when) !== true && mayHold(when)
}

const toFacts = ({ subject, at, score }: Standing) => factsOf(subject, at.day, score())
const idOf = ({ who }: Standing): string => ('account' in who ? who.account : who.user)

/** What of a rule the browser has to know. */
function toDelivered({ id, slot, kind, title, body, action, anchor, data }: AppNudge): DeliveredNudge {
  return {
    id,
    slot,
    kind,
    title,
    body,
    ...(action && { action }),
    ...(anchor !== undefined && { anchor }),
    ...(data !== undefined && { data }),
  }
}

/** The same for somebody who is held out: when and where it would show, and nothing of what it says. */
function toHeld({ id, slot, kind, anchor }: AppNudge): DeliveredNudge {
  return { id, slot, kind, title: '', body: '', ...(anchor !== undefined && { anchor }), held: true }
}
