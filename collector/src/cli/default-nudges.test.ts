import { type AppNudge, type Config, defaultNudges, type ModelInput } from '@uptake/shared/model'
import { checkConfig } from '@uptake/shared/model/check'
import { decideNudges, factsOf, judge } from '@uptake/shared/nudges'
import {
  accountSubject,
  type ActionRow,
  besideBase,
  cellsOf,
  nextActionsAt,
  type PersonHistory,
  personSubject,
  scoreAt,
  type Subject,
  trendAt,
} from '@uptake/shared/scoring'
import { describe, expect, it } from 'vitest'
import { TEMPLATES } from './templates.ts'

const TODAY = 20_000
const NOW = TODAY * 86_400_000
const webhooks = { url: 'https://example.com' }

/** The default rules for a model, checked. */
function configOf(model: ModelInput, options: Partial<Parameters<typeof defaultNudges>[1]> = {}): Config {
  const nudges = defaultNudges(model, { slot: 'top', webhooks: 'account', ...options })
  const checked = checkConfig({ model, webhooks, nudges })
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.config
}
async function templateOf(name: string): Promise<ModelInput> {
  return ((await import(`./template/${name}.ts`)) as { default: { model: ModelInput } }).default.model
}
const idsOf = ({ nudges }: Config): string[] => nudges.map(({ id }) => id)

/** Somebody known for so many days, who did all that, and shared with four others. */
const person = (known: number, ...rows: readonly ActionRow[][]): PersonHistory => ({
  firstSeen: TODAY - known + 1,
  cells: cellsOf(rows.flat()),
  interactions: rows
    .flat()
    .filter(({ action }) => action === 'report_shared')
    .flatMap(({ action, day }) => ['bea', 'cem', 'dan', 'eve'].map((counterpart) => ({ action, counterpart, day }))),
  traits: [],
})
const on = (ages: readonly number[], action: string, feature: string | null, count = 1): ActionRow[] =>
  ages.map((age) => ({ action, feature, day: TODAY - age, count, volume: count }))
const days = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)

function factsAt(subject: Subject) {
  const trend = trendAt(subject, TODAY)
  return factsOf(subject, TODAY, { ...scoreAt(subject, TODAY), trend: trend && besideBase(trend, null) })
}
function knownOf({ model }: Config, history: PersonHistory, isInAccount = true) {
  const members = { firstSeen: history.firstSeen, members: new Map([['ada', history]]), traits: [] }
  const subject = personSubject(model, history, TODAY)
  const account = isInAccount ? factsAt(accountSubject(model, members, TODAY)) : null
  return { subject, own: factsAt(subject), account }
}
const holding = (config: Config, history: PersonHistory, isInAccount = true): string[] => {
  const known = knownOf(config, history, isInAccount)
  return config.nudges.filter(({ when }) => judge(when, known).truth === true).map(({ id }) => id)
}
/** What is chosen of the default rules alone, each in a slot of its own so that none is in another's way. */
function chosen(config: Config, history: PersonHistory): string[] {
  const { subject, ...known } = knownOf(config, history)
  const app = config.nudges.filter((nudge): nudge is AppNudge => nudge.deliver === 'app')
  const facts = { ...known, nextActions: nextActionsAt(subject, TODAY), marks: [], session: null }
  const apart = app.map((nudge) => ({ ...nudge, slot: nudge.id }))
  return decideNudges(apart, facts, NOW).flatMap(({ nudge, outcome }) => (outcome === 'chosen' ? [nudge.id] : []))
}

describe('R17 R19: the default rules', () => {
  it.each(TEMPLATES)('pass the check with the model of %s, and each has an id of its own', async (name) => {
    const model = await templateOf(name)
    const ids = idsOf(configOf(model))
    expect(new Set(ids).size).toBe(ids.length)
    for (const step of model.activation?.actions ?? []) expect(ids).toContain(`activate-${step}`)
    for (const id of ['beta', 'more-seats', 'case-study', 'declining', 'low-score-task', 'quiet', 'milestone-10'])
      expect(ids).toContain(id)
  })

  it('are these for the model that most begin with', async () => {
    const model = await templateOf('default')
    const app = `activate-report_created activate-report_shared survey-activation
      try-report_created try-report_shared try-comment_added try-rows_imported try-integration_connected
      declining quiet beta more-seats case-study survey-30-days
      milestone-1 milestone-10 milestone-100 milestone-30-days`.split(/\s+/)
    expect(idsOf(configOf(model)).toSorted()).toEqual([...app, 'low-score-email', 'low-score-task'].toSorted())
    const inApp = defaultNudges(model, { slot: 'top' }).map(({ id }) => id)
    expect(inApp.toSorted()).toEqual(app.toSorted())
  })

  it('lead to a feature by the first action that uses it, and hold while none was done', async () => {
    const model = await templateOf('workflow-automation')
    const config = configOf(model)
    expect(idsOf(config).filter((id) => id.startsWith('try-'))).toEqual([
      'try-workflow_created',
      'try-workflow_run',
      'try-workflow_shared',
      'try-app_connected',
    ])
    const edited = person(60, on([50], 'workflow_edited', 'builder'))
    expect(holding(config, edited)).not.toContain('try-workflow_created')
    expect(holding(config, edited)).toContain('try-workflow_shared')
  })

  it('ask a model without an activation for what it has', () => {
    const config = configOf({
      actions: { done: {}, seen: { passive: true, feature: 'pages' } },
      dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
    })
    const ids = `declining quiet beta more-seats case-study survey-30-days low-score-task
      milestone-1 milestone-10 milestone-100 milestone-30-days`.split(/\s+/)
    expect(idsOf(config).toSorted()).toEqual(ids.toSorted())
    const passive = { actions: { seen: { passive: true } }, dimensions: {} } as const
    expect(defaultNudges(passive, { slot: 'top' }).map(({ id }) => id)).not.toContain('quiet')
  })

  it.each([
    [24, 6],
    [3, 45],
    [2, 120],
  ])('pass the check with the model of a large app, of %d features with %d actions each', (features, actions) => {
    const pairs = Array.from({ length: features * actions }, (_, i) => [`a${i}`, { feature: `f${i % features}` }])
    const names = Object.fromEntries(pairs) as Record<string, { feature: string }>
    const config = configOf({ actions: names, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } })
    const email = config.nudges.find(({ id }) => id === 'low-score-email')
    // What has more actions than a condition can ask for is left out.
    const tried = actions < 100 ? ['a0', 'a1'] : []
    expect(idsOf(config).filter((id) => /^try-a[01]$/.test(id))).toEqual(tried.map((id) => `try-${id}`))
    if (actions > 100) expect(email).toBeUndefined()
    else expect(email).toMatchObject({ data: { walkthroughs: expect.arrayContaining(tried) } })
  })

  it('say other words where some are given, and send them too', async () => {
    const texts = {
      beta: { title: 'Neues zuerst', label: 'Dabei sein' },
      'low-score-task': { title: 'Anrufen' },
      'low-score-email': { body: 'Drei Dinge' },
    }
    const { nudges } = configOf(await templateOf('default'), { texts })
    const of = (id: string) => nudges.find((nudge) => nudge.id === id)
    expect(of('beta')).toMatchObject({
      title: 'Neues zuerst',
      body: 'Try what comes next, before others do.',
      action: { label: 'Dabei sein', event: 'beta' },
    })
    expect(of('low-score-task')).toMatchObject({
      about: 'account',
      dueInBusinessDays: 5,
      data: { task: { title: 'Anrufen', body: 'Their score fell below 40.' } },
    })
    expect(of('low-score-email')).toMatchObject({
      about: 'user',
      data: { email: { title: 'What you have not tried yet', body: 'Drei Dinge' } },
    })
    expect(of('try-report_shared')).toMatchObject({
      title: 'Share a report',
      goal: { action: 'report_shared', withinDays: 14 },
      action: { label: 'Show me how', event: 'walkthrough' },
      data: { walkthrough: 'report_shared' },
    })
  })

  it('hold strictly below 40 and above 80', async () => {
    const config = configOf(await templateOf('default'))
    const own = knownOf(config, person(60)).own
    const at = (score: number) =>
      config.nudges.flatMap(({ id, when }) => {
        const facts = { ...own, score }
        return judge(when, { own: facts, account: facts }).truth === true ? [id] : []
      })
    expect(at(40)).not.toContain('low-score-task')
    expect(at(39.99)).toEqual(expect.arrayContaining(['low-score-task', 'low-score-email', 'try-report_created']))
    expect(at(80)).not.toContain('beta')
    expect(at(80.01)).toEqual(expect.arrayContaining(['beta', 'case-study', 'more-seats']))
  })

  it('have no more seats for who is in no account', async () => {
    const config = configOf(await templateOf('default'))
    const { own } = knownOf(config, person(60))
    const seats = config.nudges.find(({ id }) => id === 'more-seats')
    expect(seats && judge(seats.when, { own: { ...own, score: 90 }, account: null }).truth).toBeNull()
  })
})

describe('R19: each default rule is chosen for somebody', () => {
  const all = [
    ['report_created', 'reports'],
    ['report_shared', 'sharing'],
    ['comment_added', 'comments'],
    ['rows_imported', 'imports'],
    ['integration_connected', 'integrations'],
  ] as const
  const busy = (ages: readonly number[], count = 3): ActionRow[] =>
    all.flatMap(([action, feature]) => on(ages, action, feature, count))

  it.each<[who: string, history: PersonHistory, ids: string[]]>([
    ['in the first minute', person(1), ['activate-report_created']],
    ['after the first step', person(1, on([0], 'report_created', 'reports')), ['activate-report_shared']],
    [
      'after the last step',
      person(3, on([1], 'report_created', 'reports'), on([0], 'report_shared', 'sharing')),
      ['survey-activation', 'milestone-1'],
    ],
    [
      'long known and doing little',
      person(200, on([150], 'signed_in', null)),
      [...all.map(([action]) => `try-${action}`), 'activate-report_created'],
    ],
    ['high in everything', person(120, busy(days(0, 119))), ['beta', 'case-study', 'more-seats', 'survey-30-days']],
    ['silent after a daily habit', person(90, busy(days(4, 89))), ['quiet']],
    ['fallen from much to nothing', person(100, busy(days(29, 99))), ['declining']],
    ['on the tenth time', person(40, on(days(0, 36, 4), 'report_shared', 'sharing')), ['milestone-10']],
    ['on the hundredth time', person(40, on(days(0, 39), 'report_shared', 'sharing', 3)), ['milestone-100']],
    [
      'on the thirtieth day',
      person(40, on(days(0, 29), 'report_created', 'reports')),
      ['milestone-30-days', 'survey-30-days'],
    ],
  ])('%s', async (_, history, ids) => {
    expect(chosen(configOf(await templateOf('default')), history)).toEqual(expect.arrayContaining(ids))
  })

  it('serves a newcomer no rule but those of the way to first value', async () => {
    expect(chosen(configOf(await templateOf('default')), person(1))).toEqual(['activate-report_created'])
  })

  it('sends for who scores low, and an e-mail while something is unused', async () => {
    const config = configOf(await templateOf('default'))
    expect(holding(config, person(200))).toEqual(expect.arrayContaining(['low-score-email', 'low-score-task']))
    const partly = person(200, on([190], 'report_created', 'reports'))
    expect(holding(config, partly)).toContain('low-score-email')
    const once = person(200, busy([190], 1))
    expect(holding(config, once)).toContain('low-score-task')
    expect(holding(config, once)).not.toContain('low-score-email')
  })

  it('sees a fall in a model of points too', async () => {
    const config = configOf(await templateOf('points'))
    const fallen = person(90, on(days(29, 60), 'project_created', 'projects'))
    expect(holding(config, fallen)).toContain('declining')
  })
})
