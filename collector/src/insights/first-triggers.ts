import type { Nudge } from '@uptake/shared/model'
import type { Arm } from '@uptake/shared/nudges'
import type { NudgeEvent, NudgeReport } from '@uptake/shared/wire'
import { inTurns } from '../scores/in-turns.ts'
import type { AccountId, Storage, SubjectKind } from '../storage/storage.ts'

/** The first time that a nudge was shown to somebody, or held out: what came of it is counted from here, in either arm alike. */
export interface FirstTrigger {
  readonly subject: number
  /** That they were in; what is drawn into an arm as one. Null without one. */
  readonly account: AccountId | null
  readonly arm: Arm
  readonly at: number
}

type What = Extract<keyof NudgeReport, Arm | 'clicked' | 'dismissed' | 'snoozed' | 'completed'>

/** What happened with a nudge. */
export interface NudgeLife {
  /** Accounts for a webhook about accounts, else people. */
  readonly of: SubjectKind
  /** How many of those it happened to. */
  readonly counts: Readonly<Record<What, number>>
  readonly triggers: readonly FirstTrigger[]
}

const PAGE = 1_000
const WHAT: Readonly<Record<NudgeEvent, What>> = {
  nudge_shown: 'shown',
  nudge_held: 'held',
  nudge_clicked: 'clicked',
  nudge_dismissed: 'dismissed',
  nudge_snoozed: 'snoozed',
  nudge_completed: 'completed',
}

/** Reads what happened with a nudge: of one in the app from reports, of a webhook from when it fired. */
export async function readNudgeLife(
  storage: Pick<Storage, 'marksOfNudge' | 'triggersOf'>,
  nudge: Nudge,
): Promise<NudgeLife> {
  const isWebhook = nudge.deliver === 'webhook'
  const of = isWebhook && nudge.about === 'account' ? 'account' : 'person'
  const subjects = new Map(Object.values(WHAT).map((what) => [what, new Set<number>()]))
  const triggers = new Map<number, FirstTrigger>()
  const note = (trigger: FirstTrigger): void => {
    subjects.get(trigger.arm)?.add(trigger.subject)
    if (trigger.at < (triggers.get(trigger.subject)?.at ?? Infinity)) triggers.set(trigger.subject, trigger)
  }

  const marks = pages((after: { person: number; event: NudgeEvent } | null) =>
    storage.marksOfNudge(nudge.id, after, PAGE),
  )
  for await (const { person, account, event, firstAt } of inTurns(marks, PAGE)) {
    const what = WHAT[event]
    const subject = of === 'account' ? account : person
    if (what !== 'shown' && what !== 'held') {
      if (subject !== null) subjects.get(what)?.add(subject)
    } else if (!isWebhook) note({ subject: person, account, arm: what, at: firstAt })
  }
  if (isWebhook) {
    const fired = pages((after: { seq: number } | null) => storage.triggersOf(nudge.id, after?.seq ?? 0, PAGE))
    for await (const { subject, account, arm, at } of inTurns(fired, PAGE)) note({ subject, account, arm, at })
  }
  const count = (what: What): number => subjects.get(what)?.size ?? 0
  const counts = {
    shown: count('shown'),
    held: count('held'),
    clicked: count('clicked'),
    dismissed: count('dismissed'),
    snoozed: count('snoozed'),
    completed: count('completed'),
  }
  return { of, counts, triggers: [...triggers.values()] }
}

/** All that is read by page, each behind the last of the one before. */
async function* pages<Item>(read: (after: Item | null) => Promise<readonly Item[]>): AsyncGenerator<Item> {
  for (let after: Item | null = null; ;) {
    const page = await read(after)
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1) ?? null
  }
}
