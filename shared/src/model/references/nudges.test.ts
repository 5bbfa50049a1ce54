import { describe, expect, it } from 'vitest'
import { checkConfig } from '../check.ts'

const actions = { report_created: {}, report_shared: {}, signed_in: { passive: true } }
const model = {
  actions,
  dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  profiles: [
    {
      name: 'new',
      when: { daysKnown: { atMost: 90 } },
      dimensions: { onboarding: { amount: 'value', target: 3, weight: 1 } },
    },
  ],
  activation: { actions: ['report_created'] },
}
const points = {
  form: 'points',
  actions,
  max: 100,
  windowDays: 30,
  lines: [{ signal: { count: 'report_created' }, points: 1 }],
}
const app = { id: 'a', deliver: 'app', slot: 'top', kind: 'banner', title: 'Do', body: 'it' }
const webhook = { id: 'w', deliver: 'webhook' }
const webhooks = { url: 'https://example.com/uptake' }
const when = { score: { below: 40 } }

function faultsOf(config: object): Record<string, string> {
  const checked = checkConfig({ model, ...config })
  const faults = 'faults' in checked ? checked.faults : []
  return Object.fromEntries(faults.map(({ path, message, hint }) => [path, `${message}; ${hint}`]))
}
/** What is wrong with what one rule asks, by its place in it. */
function inCondition(condition: unknown, config: object = {}): Record<string, string> {
  const faults = Object.entries(faultsOf({ nudges: [{ ...app, when: condition }], ...config }))
  return Object.fromEntries(faults.map(([path, said]) => [path.replace('nudges[0].when', ''), said]))
}
const placesIn = (condition: unknown, config: object = {}): string[] => Object.keys(inCondition(condition, config))
/** What is wrong with one rule, by its place in it. */
const inRule = (rule: object, config: object = { webhooks }): string[] =>
  Object.keys(faultsOf({ nudges: [rule], ...config })).map((path) => path.replace('nudges[0]', ''))

describe('a condition', () => {
  it.each([
    { score: { above: 80 } },
    { score: { atLeast: 0, below: 40 } },
    { score: { atLeast: 100 } },
    { subscore: 'frequency', below: 10 },
    { subscore: 'onboarding', above: 10, of: 'account' },
    { weakest: 'onboarding' },
    { band: 'at-risk' },
    { band: ['at-risk', 'thriving'] },
    { band: ['at-risk', 'needs-attention', 'healthy', 'thriving'] },
    { entered: ['healthy', 'thriving'], inDays: 28 },
    { left: 'healthy' },
    { change: { below: -10 } },
    { trend: 'declining' },
    { trend: 'quiet', of: 'account' },
    { activation: 'complete' },
    { activation: { next: 'report_created' } },
    { daysKnown: { below: 2 } },
    { activeDays: { atLeast: 30 } },
    { trait: 'plan', is: 'team' },
    { trait: 'seats', atLeast: 5, of: 'account' },
    { count: 'signed_in', below: 1 },
    { count: 'report_shared', above: 9, below: 11, inDays: 7 },
    { all: [when, { any: [when, { not: when }] }] },
  ])('is taken: %j', (condition) => {
    expect(inCondition(condition)).toEqual({})
  })

  it.each([
    // Of no kind, of several, or of a slip.
    [{}, ['']],
    [{ of: 'account' }, ['']],
    [{ scroe: { below: 40 } }, ['.scroe']],
    [{ ...when, weakest: 'frequency' }, ['']],
    [{ all: [when], not: when }, ['']],
    ['score', ['']],
    [[], ['']],
    [null, ['']],
    [undefined, ['']],
    // What does not go with it.
    [{ ...when, below: 3 }, ['.below']],
    [{ ...when, inDays: 3 }, ['.inDays']],
    [{ band: 'at-risk', inDays: 3 }, ['.inDays']],
    [{ trait: 'seats', above: 3 }, ['.above', '']],
    [{ count: 'signed_in', above: 3, is: 3 }, ['.is']],
    [{ not: when, of: 'account' }, ['.of']],
    [{ ...when, of: 'user' }, ['.of']],
    // Ranges.
    [{ score: {} }, ['.score']],
    [{ score: 40 }, ['.score']],
    [{ score: { below: '40' } }, ['.score.below']],
    [{ score: { below: Infinity } }, ['.score.below']],
    [{ score: { above: 40, below: 40 } }, ['.score']],
    [{ score: { atLeast: 40, below: 40 } }, ['.score']],
    [{ score: { above: 1, atLeast: 2 } }, ['.score']],
    [{ score: { above: 100 } }, ['.score']],
    [{ score: { below: 0 } }, ['.score']],
    [{ subscore: 'frequency' }, ['']],
    [{ subscore: 'frequency', atLeast: 101 }, ['']],
    [{ change: { below: -200 } }, ['.change']],
    [{ daysKnown: { below: 1 } }, ['.daysKnown']],
    [{ activeDays: { below: 0 } }, ['.activeDays']],
    [{ activeDays: { above: 2, below: 3 } }, ['.activeDays']],
    [{ count: 'signed_in' }, ['']],
    [{ count: 'signed_in', below: 0 }, ['']],
    [{ count: 'signed_in', atLeast: 2.5, below: 3 }, ['']],
    [{ trait: 'seats' }, ['']],
    [{ trait: 'seats', atLeast: 3, below: 5 }, ['']],
    // Names that lead nowhere.
    [{ subscore: 'breadth', below: 3 }, ['.subscore']],
    [{ weakest: 'breadth' }, ['.weakest']],
    [{ weakest: '' }, ['.weakest']],
    [{ band: 'low' }, ['.band']],
    [{ band: [] }, ['.band']],
    [{ entered: ['healthy', 'low'] }, ['.entered[1]']],
    [{ left: ['healthy', 'healthy'] }, ['.left[1]']],
    [{ entered: ['at-risk', 'needs-attention', 'healthy', 'thriving'] }, ['.entered']],
    [{ trend: 'falling' }, ['.trend']],
    [{ activation: 'done' }, ['.activation']],
    [{ activation: { next: 'report_shared' } }, ['.activation.next']],
    [{ activation: { after: 'report_created' } }, ['.activation']],
    [{ count: 'opened', above: 3 }, ['.count']],
    // Days.
    [{ left: 'healthy', inDays: 0 }, ['.inDays']],
    [{ count: 'signed_in', above: 3, inDays: 1.5 }, ['.inDays']],
    // Groups.
    [{ all: [] }, ['.all']],
    [{ any: [] }, ['.any']],
    [{ all: when }, ['.all']],
    [{ any: [when, {}] }, ['.any[1]']],
    [{ all: [{ any: [{ not: { weakest: 'breadth' } }] }] }, ['.all[0].any[0].not.weakest']],
  ])('is refused: %j', (condition, places) => {
    expect(placesIn(condition)).toEqual(places)
  })

  it('says what is wrong, and how to mend it', () => {
    expect(inCondition({ scroe: { below: 40 } })).toEqual({
      '.scroe': 'nothing here is called "scroe"; Did you mean "score"?',
    })
    expect(
      inCondition({ all: [when, { weakest: 'onbording' }, { band: 'risk' }, { count: 'shared', above: 1 }] }),
    ).toEqual({
      '.all[1].weakest': 'no dimension is called "onbording"; Did you mean "onboarding"?',
      '.all[2].band': 'no band is called "risk"; Did you mean "at-risk"?',
      '.all[3].count': 'no action is called "shared"; The model has report_created, report_shared, signed_in.',
    })
    const kinds =
      'Write one of all, any, not, score, change, daysKnown, activeDays, subscore, weakest, band, entered, left, trend, activation, trait, count.'
    expect(inCondition({})).toEqual({ '': `asks nothing; ${kinds}` })
    expect(inCondition({ ...when, trend: 'quiet' })).toEqual({
      '': `score and trend are more than one condition; ${kinds}`,
    })
    expect(inCondition({ trend: 'quiet', inDays: 3 })).toEqual({
      '.inDays': 'belongs to a condition with "count" or "entered" or "left"; Leave it out.',
    })
    expect(inCondition({ not: { score: { above: 40, below: 40 } } })).toEqual({
      '.not.score': 'nothing is above 40, below 40; Write a range in which something lies.',
    })
    expect(inCondition({ score: { above: 40, atLeast: 50 } })).toEqual({
      '.score': 'above 40, atLeast 50 are two lower ends; Write one of "above" and "atLeast".',
    })
    expect(inCondition({ score: {} })).toEqual({
      '.score': 'is compared with nothing; Write "above" or "atLeast", "below", or both.',
    })
    expect(inCondition({ activation: {} })['.activation']).toBe(
      'cannot be an empty object; Write "complete", or { "next": … } with the step that is the next one.',
    )
  })

  it('asks for bands of the model where that has its own', () => {
    const bands = [
      { name: 'low', from: 0 },
      { name: 'high', from: 50 },
    ]
    const own = { model: { ...model, bands } }
    expect(inCondition({ entered: 'low' }, own)).toEqual({})
    expect(inCondition({ left: ['high', 'low'] }, own)).toEqual({
      '.left': 'these are all bands: nobody comes from another; Leave some out.',
    })
    expect(inCondition({ band: 'hihg' }, own)).toEqual({ '.band': 'no band is called "hihg"; Did you mean "high"?' })
    expect(placesIn({ band: 'at-risk' }, own)).toEqual(['.band'])
  })

  it('asks for no activation where the model has none', () => {
    const { activation: _, ...without } = model
    expect(inCondition({ activation: 'complete' }, { model: without })).toEqual({
      '.activation':
        'the model has no activation; Write "activation": { "actions": [ … ] } in the model, or leave the condition out.',
    })
    expect(placesIn({ activation: { next: 'report_created' } }, { model: without })).toEqual(['.activation'])
  })

  it('asks a model of points for what it knows', () => {
    const of = { model: points }
    for (const known of [when, { band: 'at-risk' }, { change: { below: -10 } }, { trend: 'quiet' }])
      expect(inCondition(known, of)).toEqual({})
    expect(inCondition({ weakest: 'frequency' }, of)).toEqual({
      '.weakest': 'a model of points has no dimensions; Ask for the score instead.',
    })
    expect(placesIn({ subscore: 'frequency', below: 3 }, of)).toEqual(['.subscore'])
    expect(inCondition({ not: { trend: 'declining' } }, of)).toEqual({
      '.not.trend':
        'a model of points has no intervals, so that nobody is declining; Ask for "change": { "below": -10 } instead.',
    })
  })

  it('stands ten levels deep, and asks a hundred things', () => {
    const nested = (levels: number, test: object = when): object =>
      levels === 1 ? test : { not: nested(levels - 1, test) }
    const asking = (tests: number) => ({ any: Array.from({ length: tests }, () => when) })
    expect(inCondition(nested(10))).toEqual({})
    expect(inCondition(nested(11))).toEqual({
      ['.not'.repeat(10)]:
        'cannot be this object; Conditions may stand 10 levels deep, and no deeper: write it with fewer.',
    })
    expect(placesIn(nested(10, { weakest: 'x' }))).toEqual([`${'.not'.repeat(9)}.weakest`])
    expect(placesIn(nested(5_000))).toEqual(['.not'.repeat(10)])
    expect(inCondition(asking(100))).toEqual({})
    expect(inCondition(asking(101))).toEqual({
      '': 'asks more than 100 things; Ask fewer, or make several rules of it.',
    })
    const wrong = {
      all: Array.from({ length: 20 }, () => ({ all: Array.from({ length: 20 }, () => ({ weakest: 'x' })) })),
    }
    expect(placesIn(wrong)).toHaveLength(101)
  })
})

describe('a rule', () => {
  it.each([
    { ...app, when },
    { ...app, when, kind: 'tooltip', anchor: '#share' },
    { ...app, when, kind: 'custom', anchor: '#share', data: { tour: ['a', null, 1] } },
    { ...app, when, priority: -1.5, critical: true, holdout: 0, goal: { action: 'report_shared', withinDays: 3 } },
    { ...app, when, holdout: 1, action: { label: 'Go', event: 'open', href: '/reports?at=10:00' } },
    { ...webhook, when },
    { ...webhook, when: { ...when, of: 'account' }, about: 'user' },
    { ...webhook, when, about: 'account', goal: { action: 'report_shared' }, holdout: 0.5, dueInBusinessDays: 5 },
    { ...app, when, id: 'é'.repeat(255) },
  ])('is taken: %j', (rule) => {
    expect(inRule(rule)).toEqual([])
  })

  it.each([
    [{ when }, ['.deliver']],
    [{ ...app, when, deliver: 'mail' }, ['.deliver']],
    [{ ...app }, ['.when']],
    [{ ...app, when, id: '' }, ['.id']],
    [{ ...app, when, id: 'a'.repeat(256) }, ['.id']],
    [{ ...app, when, id: 'a\n' }, ['.id']],
    [{ ...app, when, slot: '' }, ['.slot']],
    [{ ...app, when, kind: 'modal' }, ['.kind']],
    [{ ...app, when, title: undefined }, ['.title']],
    [{ ...app, when, priority: Infinity }, ['.priority']],
    [{ ...app, when, critical: 'yes' }, ['.critical']],
    [{ ...app, when, holdout: -0.1 }, ['.holdout']],
    [{ ...app, when, holdout: 1.1 }, ['.holdout']],
    [{ ...app, when, goal: { action: 'report_shard' } }, ['.goal.action']],
    [{ ...app, when, goal: { action: 'report_shared', withinDays: 0 } }, ['.goal.withinDays']],
    [{ ...app, when, kind: 'tooltip' }, ['.anchor']],
    [{ ...app, when, anchor: '#share' }, ['.anchor']],
    [{ ...app, when, about: 'account', dueInBusinessDays: 5 }, ['.about', '.dueInBusinessDays']],
    [{ ...webhook, when, slot: 'top', critical: true }, ['.slot', '.critical']],
    [{ ...webhook, when, about: 'team' }, ['.about']],
    [{ ...webhook, when, dueInBusinessDays: 0 }, ['.dueInBusinessDays']],
    [{ ...webhook, when, dueInBusinessDays: 1.5 }, ['.dueInBusinessDays']],
    [{ ...webhook, when, dueInBusinessDays: 261 }, ['.dueInBusinessDays']],
    [{ ...webhook, when: { all: [{ ...when, of: 'account' }] }, about: 'account' }, ['.when.all[0].of']],
  ])('is refused: %j', (rule, places) => {
    expect(inRule(rule)).toEqual(places)
  })

  it.each(['https://example.com', 'HTTP://example.com/', 'mailto:a@example.com', '/a', 'a/b?c=d:e', '#a:b', '//cdn/a'])(
    'leads to %s',
    (href) => {
      expect(inRule({ ...app, when, action: { label: 'Go', href } })).toEqual([])
    },
  )

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:a',
    'java\tscript:a',
    '\u0001javascript:a',
    'data:a',
    '',
  ])('never leads to %j', (href) => {
    expect(inRule({ ...app, when, action: { label: 'Go', href } })).toEqual(['.action.href'])
  })

  it('hands on what JSON can hold, and no more', () => {
    const circle: unknown[] = []
    circle.push(circle)
    for (const data of [() => 1, 1n, circle, undefined]) expect(inRule({ ...app, when, data })).toEqual(['.data'])
    for (const data of [null, 0, '', ['a', { b: false }]]) expect(inRule({ ...app, when, data })).toEqual([])
  })

  it('says where what is written belongs, and where requests would go', () => {
    expect(faultsOf({ nudges: [{ ...webhook, when, slot: 'top' }] })).toEqual({
      'nudges[0].slot': 'nothing here is called "slot"; It belongs to a rule with "deliver": "app".',
      'nudges[0].deliver':
        'there is nowhere to send it to; Write "webhooks": { "url": "https://…" } in the configuration.',
    })
    expect(faultsOf({ nudges: [{ ...app, when, about: 'user' }] })).toEqual({
      'nudges[0].about': 'nothing here is called "about"; It belongs to a rule with "deliver": "webhook".',
    })
    expect(faultsOf({ nudges: [{ ...app, when, deliver: 'mail' }, 3] })).toEqual({
      'nudges[0].deliver': 'cannot be "mail"; Write "app" or "webhook".',
      'nudges[1]': 'cannot be 3; Write { "id": …, "deliver": …, "when": … }.',
    })
  })

  it('has its defaults filled in', () => {
    const checked = checkConfig({ model, webhooks, nudges: [{ ...webhook, when, goal: { action: 'report_shared' } }] })
    expect('config' in checked && checked.config).toMatchObject({
      webhooks: { ...webhooks, allowPrivate: false },
      nudges: [{ about: 'user', dueInBusinessDays: null, holdout: null, goal: { withinDays: 7 } }],
    })
  })
})

describe('webhooks', () => {
  it.each([
    webhooks,
    { url: 'https://example.com' },
    { url: 'https://example.com:8443/a@b?c', allowPrivate: false },
    { url: 'http://127.0.0.1:4000/hook' },
    { url: 'http://localhost' },
    { url: 'http://app.localhost/' },
    { url: 'http://[::1]:80' },
    { url: 'http://10.0.0.7/hook', allowPrivate: true },
  ])('are taken: %j', (where) => {
    expect(faultsOf({ webhooks: where })).toEqual({})
  })

  it.each([
    [{}, ['webhooks.url']],
    [{ url: '' }, ['webhooks.url']],
    [{ url: 'example.com' }, ['webhooks.url']],
    [{ url: 'ftp://example.com' }, ['webhooks.url']],
    [{ url: 'https://' }, ['webhooks.url']],
    [{ url: 'https://key@example.com' }, ['webhooks.url']],
    [{ url: 'https://key:word@example.com/', allowPrivate: true }, ['webhooks.url']],
    [{ url: 'https:\\\\key@example.com' }, ['webhooks.url']],
    [{ url: 'http://example.com' }, ['webhooks.url']],
    [{ url: 'http://10.0.0.7/hook' }, ['webhooks.url']],
    [{ url: 'http://127.0.0.1.example.com' }, ['webhooks.url']],
    [{ url: 'https://example.com', allowPrivate: 'no' }, ['webhooks.allowPrivate']],
    [{ url: 'https://example.com', retries: 3 }, ['webhooks.retries']],
    ['https://example.com', ['webhooks']],
  ])('are refused: %j', (where, places) => {
    expect(Object.keys(faultsOf({ webhooks: where }))).toEqual(places)
  })

  it('say what to write', () => {
    expect(faultsOf({ webhooks: { url: 'http://example.com' } })).toEqual({
      'webhooks.url':
        '"http://example.com" is not encrypted; Write an https address, or allow an http one of a private network by "allowPrivate": true.',
    })
  })
})
