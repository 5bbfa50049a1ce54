import { randomLcg } from 'd3-random'
import type { Config, Nudge } from '@uptake/shared/model'
import { type Arm, differenceOf, liftOf, meanOf, uniform, type Unit, verdictOf } from '@uptake/shared/nudges'
import type { NudgeReport } from '@uptake/shared/wire'
import { inTurns } from '../scores/in-turns.ts'
import type { Snapshots } from '../scores/snapshots.ts'
import type { Storage } from '../storage/storage.ts'
import { readNudgeLife } from './first-triggers.ts'
import { goalOutcomes, type Outcome, SUBSCORE_DAYS, subscoreOutcomes } from './nudge-outcomes.ts'

/** Says of each nudge what came of it up to an instant, in the order of the configuration. */
export type NudgeReports = (nowMs: number) => Promise<NudgeReport[]>

export function createNudgeReports(
  storage: Pick<Storage, 'marksOfNudge' | 'triggersOf' | 'whoDid' | 'history' | 'border'>,
  { model, nudges, snapshot: cycle }: Pick<Config, 'model' | 'nudges' | 'snapshot'>,
  snapshots: Pick<Snapshots, 'refresh'>,
): NudgeReports {
  async function reportOf(nudge: Nudge, nowMs: number): Promise<NudgeReport> {
    const { id, deliver, goal } = nudge
    const life = await readNudgeLife(storage, nudge)
    // The same for as long as the data are.
    const random = randomLcg(uniform(id))
    const reached = goal && (await toArms(await goalOutcomes(storage, model, goal, life, nowMs)))
    const ofGoal = toGoal(goal, reached, life.triggers.length, random)
    const moved = await toArms(await subscoreOutcomes(storage, model, cycle, life))
    return { nudge: id, deliver, ...life.counts, ...ofGoal, subscore: toSubscore(moved, random) }
  }
  return async (nowMs) => {
    await snapshots.refresh(nowMs)
    const reports: NudgeReport[] = []
    for await (const nudge of inTurns(nudges, 1)) reports.push(await reportOf(nudge, nowMs))
    return reports
  }
}

type Arms = Readonly<Record<Arm, readonly Unit[]>>
const OUTCOMES_A_TURN = 10_000

/** What came of triggers, by arm and by what was drawn into it as one. */
async function toArms(outcomes: readonly Outcome[]): Promise<Arms> {
  const arms = { shown: new Map<string, Unit>(), held: new Map<string, Unit>() }
  for await (const { trigger, value } of inTurns(outcomes, OUTCOMES_A_TURN)) {
    const { arm, account, subject } = trigger
    const key = account === null ? `alone ${subject}` : `in ${account}`
    const { people, total } = arms[arm].get(key) ?? { people: 0, total: 0 }
    arms[arm].set(key, { people: people + 1, total: total + value })
  }
  return { shown: [...arms.shown.values()], held: [...arms.held.values()] }
}

const sizeOf = (units: readonly Unit[]) => ({
  units: units.length,
  people: units.reduce((people, unit) => people + unit.people, 0),
})

function toGoal(
  goal: Nudge['goal'],
  arms: Arms | null,
  triggers: number,
  random: () => number,
): Pick<NudgeReport, 'outcome' | 'lift' | 'interval' | 'verdict'> {
  if (goal === null || arms === null) return { outcome: null, lift: null, interval: null, verdict: null }
  const lift = liftOf(arms.shown, arms.held, random)
  const armOf = (units: readonly Unit[]) => ({
    ...sizeOf(units),
    reached: units.reduce((reached, { total }) => reached + total, 0),
    share: meanOf(units),
  })
  const [shown, held] = [armOf(arms.shown), armOf(arms.held)]
  return {
    outcome: { ...goal, shown, held, waiting: triggers - shown.people - held.people },
    lift: lift?.difference ?? null,
    interval: lift?.interval ?? null,
    verdict: verdictOf(lift),
  }
}

function toSubscore({ shown, held }: Arms, random: () => number): NudgeReport['subscore'] {
  if (shown.length === 0 && held.length === 0) return null
  const found = differenceOf(shown, held, random)
  const armOf = (units: readonly Unit[]) => ({ ...sizeOf(units), change: meanOf(units) })
  return {
    afterDays: SUBSCORE_DAYS,
    shown: armOf(shown),
    held: armOf(held),
    difference: found?.difference ?? null,
    interval: found?.interval ?? null,
  }
}
