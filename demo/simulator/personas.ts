import type { EventName } from '@uptake/shared'
import type config from '../uptake.config.ts'

type Action = EventName<typeof config>

/** How one person uses the product. Chances are of a weekday; weekends have a tenth of them. */
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
  /** The colleagues that they share and comment with. */
  readonly colleagues: readonly string[]
}

const steady = (chance: number) => () => chance

/** Full swing for five weeks, then less every day, and nothing in the last four. */
const fading = (daysKnown: number) => Math.max(0, Math.min(0.9, 0.9 - (daysKnown - 35) * 0.035))

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
] satisfies [string, Persona][])
