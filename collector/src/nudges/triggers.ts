import type { Condition, Nudge, WebhookNudge } from '@uptake/shared/model'
import { armOf, type Facts, factsOf, judge } from '@uptake/shared/nudges'
import { createBeside } from '../scores/beside.ts'
import { inTurns } from '../scores/in-turns.ts'
import type { Instant } from '../scores/instant.ts'
import type { InForce } from '../scores/scores.ts'
import type { Onlooker } from '../scores/snapshots.ts'
import { type Standing, toStanding } from '../scores/standing.ts'
import { createSubjects } from '../scores/subjects.ts'
import type { Account, AccountId, NewTrigger, Storage } from '../storage/storage.ts'
import { answerOfAccount } from './answer-of-account.ts'
import { asksAccount, DEFAULT_HOLDOUT } from './nudges.ts'
import { toPayload } from './payload.ts'

/** Points beyond the border of a score that it has to go back before a rule may fire again. */
const SLACK = 2

/** What a rule asks where it begins to hold, and where it has not ended yet. */
interface Asked {
  readonly begins: Condition
  readonly stays: Condition
}
/** What becomes of a rule for a subject. */
type Change = { readonly fires: NewTrigger } | { readonly arms: string }

/** A change that is not told beside that of everybody is not known: a new model, or a standstill, moves all. */
function factsOfStanding({ subject, at, score }: Standing): Facts {
  const { trend, ...scored } = score()
  return factsOf(subject, at.day, { ...scored, trend: trend?.adjusted === null ? { ...trend, change: null } : trend })
}

/**
 * Looks at webhook rules wherever a standing is written down. One fires where it holds and has not fired since it was false
 * last, with borders two points wider; then that, and what is to be sent, is written with the standing.
 */
export function createTriggers(
  storage: Storage,
  { model, version, cycle }: InForce,
  { nudges, randomId }: { nudges: readonly Nudge[]; randomId: () => string },
): Onlooker {
  const webhooks = nudges.filter((nudge) => nudge.deliver === 'webhook')
  const rules = {
    person: webhooks.filter(({ about }) => about === 'user'),
    account: webhooks.filter(({ about }) => about === 'account'),
  }
  const askingAccounts = rules.person.filter(({ when }) => asksAccount(when))
  const subjects = createSubjects(storage, model)
  const beside = createBeside(storage, { version, cycle })
  /** What rules ask of users by their account, at one instant: accounts are read once a run, and their histories not kept. */
  let answered = { at: null as Instant | null, byAccount: new Map<AccountId, ReadonlyMap<string, Asked>>() }

  async function answer(groups: Iterable<Account>, at: Instant): Promise<void> {
    if (answered.at !== at) answered = { at, byAccount: new Map() }
    const { byAccount } = answered
    const unread = new Map([...groups].filter(({ id }) => !byAccount.has(id)).map((account) => [account.id, account]))
    const told = await beside('account', at)
    const found = await subjects.ofAccounts([...unread.values()], at)
    for await (const [{ id, accountId }, subject] of inTurns(found, 1)) {
      const facts = factsOfStanding(toStanding({ account: accountId }, subject, at, told))
      const asked = askingAccounts.map(({ id: rule, when }) => {
        const [begins, stays] = [answerOfAccount(when, facts), answerOfAccount(when, facts, SLACK)]
        return [rule, { begins, stays }] as const
      })
      byAccount.set(id, new Map(asked))
    }
  }

  return async (of, standings) => {
    const [first] = standings.values()
    if (!first || rules[of].length === 0) return async () => undefined
    const ids = [...standings.keys()]
    const fired = await storage.firedNudges(of, ids)
    const groups = of === 'person' ? await storage.groupsOf(ids) : new Map<number, Account>()
    if (askingAccounts.length > 0) await answer(groups.values(), first.at)
    const [salt, byDefault] = [await storage.nudgeSalt(), (await storage.defaultHoldout()) ?? DEFAULT_HOLDOUT]

    function changeOf(rule: WebhookNudge, subject: number, standing: Standing, own: Facts): Change[] {
      const group = groups.get(subject)
      const asked = group && answered.byAccount.get(group.id)?.get(rule.id)
      const { begins, stays } = asked ?? { begins: rule.when, stays: rule.when }
      const known = { own, account: null }
      if (fired.get(subject)?.has(rule.id)) {
        return judge(stays, known, SLACK).truth === false ? [{ arms: rule.id }] : []
      }
      if (judge(begins, known).truth !== true) return []
      const subjectId = 'user' in standing.who ? standing.who.user : standing.who.account
      const accountId = of === 'account' ? subjectId : (group?.accountId ?? null)
      const isHeld = armOf(salt, rule.id, accountId ?? subjectId, rule.holdout ?? byDefault) === 'held'
      const fires = {
        id: `msg_${randomId()}`,
        nudge: rule.id,
        of,
        subject,
        subjectId,
        account: of === 'account' ? subject : (group?.id ?? null),
        at: standing.at.atMs,
        payload: isHeld ? null : JSON.stringify(toPayload(rule, standing, accountId)),
      }
      return [{ fires }]
    }

    const changes = new Map<number, Change[]>()
    for await (const [subject, standing] of inTurns(standings, 1)) {
      const own = factsOfStanding(standing)
      changes.set(
        subject,
        rules[of].flatMap((rule) => changeOf(rule, subject, standing, own)),
      )
    }
    return async (transaction, subject) => {
      for (const change of changes.get(subject) ?? []) {
        if ('fires' in change) await transaction.addTrigger(change.fires)
        else await transaction.armNudge(of, subject, change.arms)
      }
    }
  }
}
