import type { Config, Model } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import {
  cellsOf,
  gamingBounds,
  reviewModel,
  scorePerson,
  type ActionRow,
  type PersonHistory,
} from '@uptake/shared/scoring'
import { describe, expect, it } from 'vitest'
import { readTemplate, TEMPLATES } from './templates.ts'

async function configOf(template: string): Promise<Config> {
  const module = (await import(`./template/${template}.ts`)) as { default: unknown }
  const checked = checkConfig(module.default)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.config
}
const modelOf = async (template: string): Promise<Model> => (await configOf(template)).model

const TODAY = 20_000
/** Somebody known for so many days, who did all that. */
const person = (days: number, ...rows: readonly ActionRow[][]): PersonHistory => ({
  firstSeen: TODAY - days + 1,
  cells: cellsOf(rows.flat()),
  interactions: [],
  traits: [],
})
interface Doing {
  /** Days between two of them: 3.5 is twice a week. */
  every?: number
  /** How many days ago the last one was. */
  ago?: number
  feature?: string | null
  volume?: number
}
/** An action done once on each of so many days. */
const on = (count: number, action: string, { every = 1, ago = 0, feature = null, volume = 1 }: Doing = {}) =>
  Array.from({ length: count }, (_, i): ActionRow => {
    const day = TODAY - ago - Math.ceil(i * every)
    return { action, feature, day, count: 1, volume }
  })

describe('templates', () => {
  it('are these, and no other has a text', () => {
    expect(TEMPLATES).toEqual([
      'analytics',
      'collaboration',
      'components',
      'crm',
      'default',
      'points',
      'points-with-caps',
      'workflow-automation',
    ])
    for (const name of TEMPLATES) expect(readTemplate(name)).toContain('export default defineUptake({')
    expect(() => readTemplate('../init')).toThrow('there is no template ../init')
  })

  it.each(['analytics', 'collaboration', 'crm', 'default', 'workflow-automation'])(
    'R10: %s has no fault, nothing to warn of, five to seven signals, an activation and nudges',
    async (name) => {
      const { model, nudges } = await configOf(name)
      expect(reviewModel(model)).toEqual([])
      expect(model.valueActions.size).toBeGreaterThanOrEqual(5)
      expect(model.valueActions.size).toBeLessThanOrEqual(7)
      expect(model.activation?.actions.length).toBeGreaterThanOrEqual(2)
      expect(nudges.length).toBeGreaterThanOrEqual(1)
      for (const { score } of gamingBounds(model, 20)) expect(score).toBeLessThan(80)
    },
  )

  it.each([
    ['points', ['signed_in']],
    ['points-with-caps', ['signed_in', 'session_ended']],
    ['components', ['signed_in']],
  ])('R3: %s counts presence, as its source does, and is warned of that alone', async (name, passive) => {
    const warnings = reviewModel(await modelOf(name))
    expect(warnings.map(({ path }) => path)).toEqual(passive.map((action) => `actions.${action}`))
  })
})

describe('R3: the default model', () => {
  it('puts a sign-in below a report, and a report below one that is shared', async () => {
    const model = await modelOf('default')
    const scoreOf = (action: string, feature: string | null) =>
      scorePerson(model, person(60, on(20, action, { every: 3, feature })), TODAY).score ?? NaN
    const shared = person(60, on(20, 'report_shared', { every: 3, feature: 'sharing' }))
    const colleague = shared.cells
      .flatMap(({ days }) => days)
      .map((day) => ({ action: 'report_shared', counterpart: 'bea', day }))
    const withColleague = scorePerson(model, { ...shared, interactions: colleague }, TODAY).score ?? NaN
    expect(scoreOf('signed_in', null)).toBe(0)
    expect(scoreOf('report_created', 'reports')).toBeGreaterThan(0)
    expect(scoreOf('report_shared', 'sharing')).toBeGreaterThan(scoreOf('report_created', 'reports'))
    expect(withColleague).toBeGreaterThan(scoreOf('report_shared', 'sharing'))
  })
})

describe('R5: points', () => {
  it('gives 10 sign-ins, 3 projects and 5 reports 140 points of 200, a score of 70', async () => {
    const done = [on(10, 'signed_in'), on(3, 'project_created'), on(5, 'report_generated')]
    const { points, score } = scorePerson(await modelOf('points'), person(40, ...done), TODAY)
    expect({ points, score }).toEqual({ points: { raw: 140, max: 200 }, score: 70 })
  })

  it('reaches 100, counts a sign-in once a day, and nothing older than its window', async () => {
    const model = await modelOf('points')
    const all = [on(25, 'signed_in'), on(5, 'project_created'), on(5, 'report_generated')]
    expect(scorePerson(model, person(40, ...all), TODAY).score).toBe(100)
    const twice = [...on(5, 'signed_in'), ...on(5, 'signed_in')]
    expect(scorePerson(model, person(90, twice, on(3, 'signed_in', { every: 30 })), TODAY).points?.raw).toBe(10)
  })
})

describe('R7: points with caps', () => {
  const features = ['reports', 'sharing', 'comments']
  const actions = ['report_created', 'report_shared', 'comment_added']
  const keyFeatures = features.map((feature, i) => on(1, actions[i] ?? '', { feature }))
  const rawOf = async (history: PersonHistory, traits: Record<string, number> = {}): Promise<number | undefined> => {
    const changes = Object.entries(traits).map(([name, value]) => ({ name, day: TODAY, value }))
    return scorePerson(await modelOf('points-with-caps'), { ...history, traits: changes }, TODAY).points?.raw
  }

  it('gives weekly sign-in, 3 key features, 30 minutes, a promoter and an open ticket 90 points of 150, a score of 60', async () => {
    const done = [on(4, 'signed_in', { every: 7 }), ...keyFeatures, on(1, 'session_ended', { volume: 30 })]
    const traits = { nps: 9, openTickets: 1 }
    const changes = Object.entries(traits).map(([name, value]) => ({ name, day: TODAY, value }))
    const model = await modelOf('points-with-caps')
    const { points, score } = scorePerson(model, { ...person(40, ...done), traits: changes }, TODAY)
    expect({ points, score }).toEqual({ points: { raw: 90, max: 150 }, score: 60 })
  })

  it.each([
    [3, 0],
    [4, 25],
    [19, 25],
    [20, 50],
    [30, 50],
  ])('gives a sign-in on %i of 30 days %i points, daily or weekly but never both', async (days, points) => {
    expect(await rawOf(person(40, on(days, 'signed_in')))).toBe(points)
  })

  it('gives no more than its caps, and takes for silence, detractors and tickets', async () => {
    expect(await rawOf(person(40, on(1, 'session_ended', { volume: 200 })))).toBe(25)
    const more = Array.from({ length: 7 }, (_, i) => on(1, 'report_created', { feature: `f${i}` }))
    expect(await rawOf(person(40, ...more))).toBe(50)
    expect(await rawOf(person(90, on(1, 'report_created', { ago: 30 })))).toBe(-50)
    expect(await rawOf(person(90, on(1, 'signed_in')), { nps: 6, openTickets: 3 })).toBe(-30)
    expect(await rawOf(person(90, on(1, 'signed_in')), { nps: 7, openTickets: 0 })).toBe(0)
  })
})

describe('R6: components', () => {
  it('weighs subscores of 100, 20, 40, 0 and 0 to 30', async () => {
    const days = 10_000
    const done = [
      on(days, 'signed_in'),
      on(days, 'workflow_run', { feature: 'w1', volume: 2 }),
      on(1, 'workflow_created', { ago: days - 1 }),
    ]
    const { score, subscores } = scorePerson(await modelOf('components'), person(days, ...done), TODAY)
    const near = (value: number): number => expect.closeTo(value, 9) as number
    expect(subscores).toEqual({
      signingIn: near(100),
      activeWorkflows: near(20),
      executions: near(40),
      collaboration: near(0),
      newWorkflows: near(0),
    })
    expect(score).toBeCloseTo(30, 9)
  })
})

describe('R9: workflow automation', () => {
  it('holds a daily sign-in with one workflow of long ago for at risk, below building and sharing twice a week', async () => {
    const model = await modelOf('workflow-automation')
    const days = 180
    const setUp = on(1, 'workflow_created', { ago: days - 1, feature: 'builder' })
    const runs = on(days, 'workflow_run', { feature: 'w1', volume: 10 })
    const idle = scorePerson(model, person(days, on(days, 'signed_in'), setUp, runs), TODAY)
    expect(idle).toMatchObject({ band: 'at-risk' })

    const times = 24
    const built = on(times, 'workflow_created', { every: 3.5, feature: 'builder' })
    const shared = on(times, 'workflow_shared', { every: 3.5, feature: 'sharing' })
    // Each of them runs three times.
    const running = built.flatMap(({ day }, i) =>
      on(3, 'workflow_run', { ago: TODAY - day, every: -1, feature: `w${i}` }).filter((run) => run.day <= TODAY),
    )
    const colleagues = shared.map(({ day }, i) => ({ action: 'workflow_shared', counterpart: `c${i % 3}`, day }))
    const history = { ...person(days, built, shared, running), interactions: colleagues }
    const sharing = scorePerson(model, history, TODAY)
    expect(sharing.score).toBeGreaterThan(60)
    expect(sharing.score).toBeGreaterThan(idle.score ?? 100)
  })

  it('stays so however often the one workflow runs', async () => {
    const most = on(400, 'workflow_run', { feature: 'w1', volume: 1_000_000 })
    const { score } = scorePerson(await modelOf('workflow-automation'), person(400, most, on(400, 'signed_in')), TODAY)
    expect(score).toBeLessThan(40)
  })
})
