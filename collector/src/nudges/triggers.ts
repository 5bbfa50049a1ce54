import type { Nudge, WebhookNudge } from '@uptake/shared/model'
import { armOf, type Facts, factsOf, judge, type Known } from '@uptake/shared/nudges'
import { createBeside } from '../scores/beside.ts'
import { inTurns } from '../scores/in-turns.ts'
import type { Instant } from '../scores/instant.ts'
import type { InForce } from '../scores/scores.ts'
import type { Onlooker } from '../scores/snapshots.ts'
import { type Standing, toStanding } from '../scores/standing.ts'
import { createSubjects } from '../scores/subjects.ts'
import type { Account, AccountId, NewTrigger, Storage } from '../storage/storage.ts'
import { asksAccount, DEFAULT_HOLDOUT } from './nudges.ts'
import { toPayload } from './payload.ts'

/** Points beyond the border of a score that it has to go back before a rule may fire again. */
const SLACK = 2

/** What becomes of a rule for a subject. */
type Change = { readonly fires: NewTrigger } | { readonly arms: string }

const factsOfStanding = ({ subject, at, score }: Standing): Facts => factsOf(subject, at.day, score())

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
  const isAccountAsked = rules.person.some(({ when }) => asksAccount(when))
  const subjects = createSubjects(storage, model)
  const beside = createBeside(storage, { version, cycle })

  async function factsOfAccounts(accounts: Iterable<Account>, at: Instant): Promise<Map<AccountId, Facts>> {
    const distinct = new Map([...accounts].map((account) => [account.id, account]))
    const found = await subjects.ofAccounts([...distinct.values()], at)
    const told = await beside('account', at)
    return new Map(
      found.map(([{ id, accountId }, subject]) => [
        id,
        factsOfStanding(toStanding({ account: accountId }, subject, at, told)),
      ]),
    )
  }

  return async (of, standings) => {
    const [first] = standings.values()
    if (!first || rules[of].length === 0) return async () => undefined
    const ids = [...standings.keys()]
    const fired = await storage.firedNudges(of, ids)
    const groups = of === 'person' ? await storage.groupsOf(ids) : new Map<number, Account>()
    const accounts = isAccountAsked ? await factsOfAccounts(groups.values(), first.at) : new Map<AccountId, Facts>()
    const [salt, byDefault] = [await storage.nudgeSalt(), (await storage.defaultHoldout()) ?? DEFAULT_HOLDOUT]

    function changeOf(rule: WebhookNudge, subject: number, standing: Standing, known: Known): Change[] {
      if (fired.get(subject)?.has(rule.id)) {
        return judge(rule.when, known, SLACK).truth === false ? [{ arms: rule.id }] : []
      }
      if (judge(rule.when, known).truth !== true) return []
      const subjectId = 'user' in standing.who ? standing.who.user : standing.who.account
      const group = groups.get(subject)
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
      const account = accounts.get(groups.get(subject)?.id ?? 0) ?? null
      const known = { own: factsOfStanding(standing), account }
      changes.set(
        subject,
        rules[of].flatMap((rule) => changeOf(rule, subject, standing, known)),
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
