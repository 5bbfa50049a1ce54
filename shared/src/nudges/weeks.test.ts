import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppNudge, Condition } from '../model/types.ts'
import { cellsOf, personSubject, scoreAt } from '../scoring/index.ts'
import { modelWith } from '../scoring/handmade.ts'
import type { NudgeEvent } from '../wire/message.ts'
import { armOf } from './arm.ts'
import { type Decision, decideNudges, type NudgeFacts } from './decide-nudges.ts'
import { factsOf } from './facts.ts'
import { DAY_MS, HOUR_MS, newcomer, NOW, rule, TODAY } from './handmade.ts'
import type { NudgeMark } from './mark.ts'

// Somebody over weeks, with an app that shows what is chosen and tells what became of it, at once or when it is online again.

const ACTIONS = ['report_created', 'report_shared', 'signed_in'] as const
const model = modelWith({
  dimensions: { days: { amount: 'days', target: 3, weight: 1 } },
  activation: { actions: ['report_created', 'report_shared'] },
})

const known = fc.constantFrom<Condition[]>(
  { activeDays: { atLeast: 0 } },
  { daysKnown: { atLeast: 3 } },
  { activation: { next: 'report_created' } },
  { count: 'report_created', atLeast: 1, inDays: 7 },
  { not: { count: 'signed_in', above: 5 } },
)
const scored = fc.constantFrom<Condition[]>(
  { score: { below: 60 } },
  { not: { score: { below: 60 } } },
  { weakest: 'days' },
)
const asked = fc.oneof(
  { weight: 3, arbitrary: known },
  { weight: 1, arbitrary: scored },
  { weight: 1, arbitrary: fc.record({ any: fc.tuple(known, scored) }) },
)
const goal = fc.option(
  fc.record({ action: fc.constantFrom(...ACTIONS), withinDays: fc.integer({ min: 1, max: 14 }) }),
  {
    freq: 4,
  },
)
const someRules = fc.array(
  fc.record({
    when: asked,
    goal,
    slot: fc.constantFrom('top', 'side'),
    priority: fc.constantFrom(0, 0, 1),
    critical: fc.constantFrom(false, false, false, false, false, true),
  }),
  { minLength: 1, maxLength: 7 },
)
const UNKNOWN: Condition = { trait: 'never sent', is: true }
/** Of random rules, and two that nobody should ever see. */
const rulesOf = (some: readonly Partial<AppNudge>[]): AppNudge[] => [
  ...some.map((one, i) => rule(`r${i}`, one)),
  rule('unknown', { when: UNKNOWN, priority: 2 }),
  rule('not-unknown', { when: { not: UNKNOWN }, priority: 2 }),
]

const someSteps = fc.array(
  fc.record({
    afterMs: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 1, max: HOUR_MS }) },
      { weight: 4, arbitrary: fc.integer({ min: HOUR_MS, max: 2 * DAY_MS }) },
      { weight: 1, arbitrary: fc.integer({ min: DAY_MS, max: 20 * DAY_MS }) },
    ),
    isOnline: fc.constantFrom(true, true, true, false),
    deed: fc.option(fc.constantFrom(...ACTIONS), { freq: 2 }),
    reaction: fc.option(
      fc.constantFrom<NudgeEvent[]>(
        'nudge_clicked',
        'nudge_dismissed',
        'nudge_snoozed',
        'nudge_snoozed',
        'nudge_completed',
      ),
      { freq: 2 },
    ),
    days: fc.constantFrom(1, 3, 7),
  }),
  { minLength: 20, maxLength: 60 },
)
type Steps = typeof someSteps extends fc.Arbitrary<infer Value> ? Value : never

interface Report {
  readonly nudge: string
  readonly event: NudgeEvent
  readonly session: string
  readonly at: number
  readonly days: number
  /** When the collector had it. */
  arrivedAt: number
}

/** What is kept of reports: one mark of each kind a session. */
function marksOf(reports: readonly Report[]): NudgeMark[] {
  const groups = Map.groupBy(reports, ({ nudge, event, session }) => JSON.stringify([nudge, event, session]))
  return [...groups.values()].flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)]
    if (!first || !last) return []
    const { nudge, event, session, at } = first
    return [{ nudge, event, session, firstAt: at, lastAt: last.at, day: Math.floor(at / DAY_MS), days: last.days }]
  })
}

interface Course {
  readonly rules: readonly AppNudge[]
  readonly decisions: readonly {
    readonly at: number
    readonly facts: NudgeFacts
    readonly decided: readonly Decision[]
  }[]
  readonly reports: readonly Report[]
  /** Each nudge in a session once, in the order in which they came. */
  readonly showings: readonly { readonly nudge: AppNudge; readonly session: string; readonly at: number }[]
}

function live(rules: readonly AppNudge[], steps: Steps): Course {
  const [reports, waiting]: [Report[], Report[]] = [[], []]
  const rows: { action: string; feature: null; day: number; count: number; volume: number }[] = []
  const decisions: Course['decisions'][number][] = []
  const showings: Course['showings'][number][] = []
  let [now, session, seen] = [NOW, 'session 0', null as AppNudge | null]

  const report = (nudge: AppNudge, event: NudgeEvent, days = 1) =>
    waiting.push({ nudge: nudge.id, event, session, at: now, days, arrivedAt: Infinity })
  const arrive = () => {
    for (const one of waiting.splice(0)) reports.push({ ...one, arrivedAt: now })
  }
  for (const [i, { afterMs, isOnline, deed, reaction, days }] of steps.entries()) {
    now += afterMs
    if (afterMs > HOUR_MS / 2) [session, seen] = [`session ${i}`, null]
    const day = Math.floor(now / DAY_MS)
    if (deed) rows.push({ action: deed, feature: null, day, count: 1, volume: 1 })
    if (isOnline) {
      arrive()
      const history = { firstSeen: TODAY, cells: cellsOf(rows), interactions: [], traits: [] }
      const subject = personSubject(model, history, day)
      const own = factsOf(subject, day, { ...scoreAt(subject, day), trend: null })
      const facts = { own, account: null, nextActions: [], marks: marksOf(reports), session }
      const decided = decideNudges(rules, facts, now)
      decisions.push({ at: now, facts, decided })
      const chosen = decided.filter(({ outcome }) => outcome === 'chosen').map(({ nudge }) => nudge)
      // What is seen stays while it is chosen; else the next comes.
      if (!seen || !chosen.includes(seen)) seen = chosen[0] ?? null
      const isNew = !showings.some((one) => one.nudge === seen && one.session === session)
      if (seen && isNew) showings.push({ nudge: seen, session, at: now })
      if (seen) report(seen, armOf('salt', seen.id, 'ada', 0.3) === 'held' ? 'nudge_held' : 'nudge_shown')
      arrive()
    }
    if (seen && reaction) {
      report(seen, reaction, days)
      if (reaction !== 'nudge_clicked') seen = null
    }
  }
  return { rules, decisions, reports, showings }
}

const SEEN = { outcomes: new Set<string>(), showings: 0, reminders: 0, late: 0 }
const outcomesOf = ({ decisions }: Course) => decisions.flatMap(({ decided }) => decided.map(({ outcome }) => outcome))

function heldCaps({ showings, reports }: Course): void {
  const counted = showings.filter(({ nudge }) => !nudge.critical)
  for (const [i, { nudge, session, at }] of counted.entries()) {
    const [before, third] = [counted[i - 1], counted[i - 3]]
    if (before) expect(session, 'one a session').not.toBe(before.session)
    if (third) expect(at - third.at, 'three in seven days').toBeGreaterThanOrEqual(7 * DAY_MS)
    if (before && before.nudge !== nudge) expect(at - before.at, 'a day between two').toBeGreaterThanOrEqual(DAY_MS)
    const own = counted.slice(0, i).filter((one) => one.nudge === nudge)
    expect(own.length, 'three ever').toBeLessThan(3)
    const last = own.at(-1)
    const isReminder = reports.some(
      (one) =>
        one.nudge === nudge.id && one.event === 'nudge_snoozed' && one.at >= (last?.at ?? 0) && one.arrivedAt <= at,
    )
    if (last && isReminder) SEEN.reminders += 1
    if (last && !isReminder) expect(at - last.at, 'seven days apart').toBeGreaterThanOrEqual(7 * DAY_MS)
  }
}

function heldWishes({ decisions, reports }: Course): void {
  for (const { at, decided } of decisions)
    for (const { nudge, outcome } of decided) {
      if (outcome !== 'chosen') continue
      for (const one of reports.filter(({ nudge: id, arrivedAt }) => id === nudge.id && arrivedAt <= at)) {
        expect(one.event, 'completed never returns').not.toBe('nudge_completed')
        const awayDays = one.event === 'nudge_dismissed' ? 30 : one.event === 'nudge_snoozed' ? one.days : 0
        expect(at - one.at, `after ${one.event}`).toBeGreaterThanOrEqual(awayDays * DAY_MS)
      }
    }
}

function decidedEach({ decisions, rules }: Course): void {
  for (const { at, facts, decided } of decisions) {
    expect(decided.map(({ nudge }) => nudge.id).toSorted(), 'one decision a rule').toEqual(
      rules.map(({ id }) => id).toSorted(),
    )
    const slots = decided.filter(({ outcome }) => outcome === 'chosen').map(({ nudge }) => nudge.slot)
    expect(new Set(slots).size, 'one a slot').toBe(slots.length)
    expect(decideNudges(rules.toReversed(), facts, at), 'in any order').toEqual(decided)
    for (const { nudge, outcome } of decided)
      if (nudge.id.endsWith('unknown')) expect(outcome, 'unknown never fires').toBe('condition')
  }
}

describe('over weeks', () => {
  it('no cap is passed, what somebody said holds, and each rule has one decision', () => {
    const weeks = fc.property(someRules, someSteps, (some, steps) => {
      const course = live(rulesOf(some), steps)
      heldCaps(course)
      heldWishes(course)
      decidedEach(course)
      for (const outcome of outcomesOf(course)) SEEN.outcomes.add(outcome)
      SEEN.showings += course.showings.length
      SEEN.late += course.reports.filter(({ at, arrivedAt }) => arrivedAt - at > DAY_MS).length
    })
    fc.assert(weeks, { seed: 20260704, numRuns: 250 })
    // All of it has happened.
    expect([...SEEN.outcomes].toSorted()).toEqual(
      `chosen completed condition day dismissed goal_reached session shown_lately shown_three_times slot snoozed week`.split(
        ' ',
      ),
    )
    expect(SEEN.showings).toBeGreaterThan(500)
    expect(SEEN.reminders).toBeGreaterThan(20)
    expect(SEEN.late).toBeGreaterThan(20)
  })

  it('a rule of the activation serves a newcomer on the first day, whatever asks for a score', () => {
    const first = rule('first', { slot: 'top', when: { activation: { next: 'report_created' } } })
    const subject = personSubject(model, { firstSeen: TODAY, cells: [], interactions: [], traits: [] }, TODAY)
    const own = factsOf(subject, TODAY, { ...scoreAt(subject, TODAY), trend: null })
    expect(own).toMatchObject({ score: newcomer.score, daysKnown: 1 })
    const others = fc.array(
      scored.chain((when) => fc.constantFrom(when, { not: when })),
      { maxLength: 5 },
    )
    const serves = fc.property(others, (conditions) => {
      const rules = conditions.map((when, i) => rule(`r${i}`, { when, slot: 'top', priority: 9 }))
      const decided = decideNudges(
        [...rules, first],
        { own, account: null, nextActions: [], marks: [], session: 's' },
        NOW,
      )
      expect(decided.filter(({ outcome }) => outcome === 'chosen').map(({ nudge }) => nudge)).toEqual([first])
    })
    fc.assert(serves, { seed: 20260705, numRuns: 100 })
  })
})
