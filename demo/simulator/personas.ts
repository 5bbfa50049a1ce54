import type { EventName } from '@uptake/shared'
import type { NudgeEvent } from '@uptake/shared/wire'
import type config from '../uptake.config.ts'

type Action = EventName<typeof config>

/** How one person uses the product. Chances are of a weekday. */
export interface Persona {
  /** Days before the story's last day on which they were first seen. */
  readonly startedDaysAgo: number
  /** The chance that they do something of value on a weekday, by days since their first. */
  readonly activeChance: (daysKnown: number) => number
  /** The chance that they sign in on a day without doing anything more. */
  readonly visitChance: number
  /** Actions on an active day: at least, at most. */
  readonly actionsADay: readonly [low: number, high: number]
  /** What they do, by weight. */
  readonly habits: readonly (readonly [action: Action, weight: number])[]
  /** What they did on their first day, before anything else. @defaultValue nothing of note */
  readonly beginsWith?: readonly Action[]
  /** The chances on a day of the weekend, beside those of a weekday. @defaultValue 0.1 */
  readonly weekendShare?: number
  /** What became of nudges, so many days before the story's last: long enough ago to keep none of today's away. */
  readonly nudges?: readonly {
    readonly daysAgo: number
    readonly nudge: string
    readonly life: readonly NudgeEvent[]
  }[]
  /** The colleagues that they share and comment with. */
  readonly colleagues: readonly string[]
}

/** Nudges for which the past has something to compare: few, so that a report says so. */
const past = (
  daysAgo: number,
  nudge: 'comment-on-a-report' | 'connect-a-source',
  ...life: readonly ('shown' | 'held' | 'clicked' | 'dismissed' | 'snoozed')[]
) => ({ daysAgo, nudge, life: life.map((part): NudgeEvent => `nudge_${part}`) })

const steady = (chance: number) => () => chance

/** Full swing for five weeks, then less every day, and nothing in the last four. */
const fading = (daysKnown: number) => Math.max(0, Math.min(0.9, 0.9 - (daysKnown - 35) * 0.035))

/** Every other day for eight weeks, then once: a fall, and no silence yet that says more. */
const slowing = (daysKnown: number) => (daysKnown < 59 ? 0.5 : daysKnown === 80 ? 1 : 0)

/** Whoever has none is invited but has never signed in. */
export const PERSONAS: ReadonlyMap<string, Persona> = new Map([
  [
    'maya-okafor',
    {
      startedDaysAgo: 89,
      activeChance: steady(0.95),
      visitChance: 0.5,
      actionsADay: [2, 5],
      habits: [
        ['report_created', 3],
        ['report_shared', 3],
        ['comment_added', 4],
        ['rows_imported', 2],
        ['automation_run', 3],
        ['integration_connected', 0.3],
      ],
      nudges: [past(30, 'comment-on-a-report', 'shown', 'clicked'), past(18, 'connect-a-source', 'held')],
      colleagues: ['jonas-lindqvist', 'priya-raman', 'tomas-ferreira', 'ines-bouchard'],
    },
  ],
  [
    'jonas-lindqvist',
    {
      startedDaysAgo: 84,
      activeChance: steady(0.6),
      visitChance: 0.4,
      actionsADay: [1, 3],
      habits: [
        ['report_created', 3],
        ['comment_added', 4],
        ['rows_imported', 2],
        ['report_shared', 0.6],
      ],
      nudges: [past(28, 'comment-on-a-report', 'shown', 'clicked'), past(16, 'connect-a-source', 'shown', 'snoozed')],
      colleagues: ['maya-okafor'],
    },
  ],
  [
    'priya-raman',
    {
      startedDaysAgo: 89,
      activeChance: fading,
      visitChance: 0.08,
      actionsADay: [1, 3],
      habits: [
        ['report_created', 3],
        ['comment_added', 2],
        ['report_shared', 3],
      ],
      colleagues: ['maya-okafor', 'jonas-lindqvist', 'tomas-ferreira'],
    },
  ],
  [
    'tomas-ferreira',
    {
      startedDaysAgo: 61,
      activeChance: steady(0),
      visitChance: 0.6,
      actionsADay: [0, 0],
      habits: [],
      nudges: [past(26, 'comment-on-a-report', 'held')],
      colleagues: [],
    },
  ],
  [
    'ines-bouchard',
    {
      // Four days known, one of the two activation steps done: nothing to score yet.
      startedDaysAgo: 3,
      activeChance: steady(0.9),
      visitChance: 1,
      actionsADay: [1, 1],
      habits: [['report_created', 1]],
      colleagues: [],
    },
  ],
  [
    'nora-whitfield',
    {
      startedDaysAgo: 75,
      activeChance: steady(0.7),
      visitChance: 0.3,
      actionsADay: [1, 4],
      habits: [
        ['report_created', 3],
        ['rows_imported', 3],
        ['automation_run', 2],
      ],
      colleagues: [],
    },
  ],
  [
    'caleb-osei',
    {
      startedDaysAgo: 70,
      activeChance: steady(0.2),
      visitChance: 0.2,
      actionsADay: [1, 2],
      habits: [
        ['comment_added', 3],
        ['rows_imported', 2],
        ['report_created', 1],
      ],
      colleagues: ['nora-whitfield', 'eunji-park'],
    },
  ],
  [
    'wanjiru-mwangi',
    {
      // There every day of more than sixty, weekends too, and still of the middle: nothing but reports.
      startedDaysAgo: 80,
      activeChance: steady(1),
      visitChance: 1,
      weekendShare: 1,
      beginsWith: ['report_created', 'report_shared', 'report_shared'],
      actionsADay: [1, 1],
      habits: [['report_created', 1]],
      nudges: [past(24, 'comment-on-a-report', 'held'), past(40, 'connect-a-source', 'shown', 'dismissed')],
      colleagues: ['lena-hofmann'],
    },
  ],
  [
    'lena-hofmann',
    {
      startedDaysAgo: 89,
      activeChance: slowing,
      visitChance: 0,
      weekendShare: 1,
      beginsWith: ['report_created', 'report_shared', 'report_shared'],
      actionsADay: [1, 3],
      habits: [
        ['report_created', 2],
        ['comment_added', 3],
        ['rows_imported', 1],
      ],
      colleagues: ['wanjiru-mwangi', 'ravi-menon', 'yara-haddad'],
    },
  ],
  [
    'ravi-menon',
    {
      // Activated, and seldom there since: below 40, with most of the product never tried.
      startedDaysAgo: 72,
      activeChance: (daysKnown) => (daysKnown % 12 === 0 ? 1 : 0),
      visitChance: 0.05,
      weekendShare: 1,
      beginsWith: ['report_created', 'report_shared', 'report_shared'],
      actionsADay: [1, 1],
      habits: [['comment_added', 1]],
      nudges: [past(33, 'comment-on-a-report', 'shown', 'clicked')],
      colleagues: ['wanjiru-mwangi'],
    },
  ],
  [
    'yara-haddad',
    {
      // Two newcomers who have taken every step of the activation: she once, he twice.
      startedDaysAgo: 2,
      activeChance: steady(0.5),
      visitChance: 1,
      beginsWith: ['report_created', 'report_shared'],
      actionsADay: [1, 2],
      habits: [['comment_added', 1]],
      colleagues: ['wanjiru-mwangi'],
    },
  ],
  [
    'otto-virtanen',
    {
      startedDaysAgo: 4,
      activeChance: steady(0.5),
      visitChance: 1,
      beginsWith: ['report_created', 'report_shared', 'report_shared'],
      actionsADay: [1, 2],
      habits: [['report_created', 1]],
      colleagues: ['wanjiru-mwangi'],
    },
  ],
] satisfies [string, Persona][] as [string, Persona][])
