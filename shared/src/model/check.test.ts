import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkConfig, checkModel } from './check.ts'
import type { Config, Dimension, Model } from './types.ts'

const actions = { report_created: { value: 3 }, report_shared: { counterparts: 'with' }, signed_in: { passive: true } }
const dimensions = {
  frequency: { amount: 'days', target: 3, weight: 0.6 },
  depth: { amount: 'value', target: 20, weight: 0.4 },
}
const nudge = {
  id: 'share',
  deliver: 'app',
  slot: 'top',
  kind: 'banner',
  title: 'Share it',
  body: 'Do.',
  when: { weakest: 'depth' },
  goal: { action: 'report_shared' },
}

function modelOf(input: unknown): Model {
  const checked = checkModel(input)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.model
}
/** The model's own, which everybody has whom no profile takes. */
function dimensionsOf(input: unknown): ReadonlyMap<string, Dimension> {
  return modelOf(input).profiles.at(-1)?.dimensions ?? new Map<string, Dimension>()
}
function configOf(input: unknown): Config {
  const checked = checkConfig(input)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.config
}
function faultsOf(input: unknown): Record<string, string> {
  const checked = checkConfig(input)
  if (!('faults' in checked)) return {}
  return Object.fromEntries(checked.faults.map(({ path, message, hint }) => [path, `${message}; ${hint}`]))
}
const modelFaults = (model: object): Record<string, string> => faultsOf({ model: { actions, dimensions, ...model } })

describe('defaults', () => {
  it('fills in the model', () => {
    const model = modelOf({ actions, dimensions, activation: { actions: ['report_created'] } })
    expect(model).toMatchObject({ horizonDays: 28, timeZone: 'UTC' })
    expect(model.activation).toEqual({ actions: ['report_created'], withinDays: 14 })
    expect(model.bands).toEqual([
      { name: 'at-risk', from: 0 },
      { name: 'needs-attention', from: 40 },
      { name: 'healthy', from: 60 },
      { name: 'thriving', from: 80 },
    ])
    expect(modelOf({ actions, dimensions }).activation).toBeNull()
  })

  it('fills in an action, a daily cap for counts alone', () => {
    const model = modelOf({ actions: { rows_imported: { volume: 'rows' }, reportShared: {} }, dimensions })
    expect(model.actions.get('reportShared')).toEqual({
      label: 'Report shared',
      feature: null,
      value: 1,
      volume: null,
      counterparts: null,
      dailyCap: 20,
      passive: false,
      properties: {},
    })
    expect(model.actions.get('rows_imported')).toMatchObject({ label: 'Rows imported', dailyCap: Infinity })
  })

  it('counts every action that is not passive, or those listed', () => {
    const visits = { amount: 'days', target: 5, weight: 1, actions: ['signed_in'] }
    const found = dimensionsOf({ actions, dimensions: { ...dimensions, visits } })
    expect(found.get('frequency')).toEqual({
      amount: 'days',
      target: 3,
      weight: 0.6,
      curve: 'saturating',
      accountShare: 0.6,
      actions: new Set(['report_created', 'report_shared']),
    })
    expect(found.get('visits')).toMatchObject({ actions: new Set(['signed_in']) })
  })

  it('fills in what an amount has of its own', () => {
    const common = { target: 1, weight: 1 }
    const found = dimensionsOf({
      actions,
      dimensions: {
        value: { amount: 'value', ...common },
        alone: { amount: 'value', maxShare: 0.5, actions: ['report_created'], ...common },
        features: { amount: 'features', ...common },
        people: { amount: 'counterparts', ...common },
        seats: { amount: 'trait', trait: 'seatsUsed', accountShare: 0.2, ...common },
      },
    })
    expect(found.get('value')).toMatchObject({ maxShare: 0.6 })
    expect(found.get('alone')).toMatchObject({ maxShare: Infinity })
    expect(found.get('features')).toMatchObject({ adoptedDays: 2 })
    expect(found.get('people')).toMatchObject({ accountShare: 0.3 })
    expect(found.get('seats')).toMatchObject({ trait: 'seatsUsed', accountShare: 0.2 })
  })

  it('fills in the configuration', () => {
    expect(configOf({ model: { actions, dimensions } })).toMatchObject({
      nudges: [],
      identity: 'open',
      origins: [],
      retentionDays: null,
      snapshot: 'daily',
      webhooks: null,
    })
    expect(configOf({ model: { actions, dimensions }, snapshot: 'monthly' })).toMatchObject({ snapshot: 'monthly' })
    const { nudges } = configOf({ model: { actions, dimensions }, nudges: [nudge] })
    const defaults = { priority: 0, critical: false, holdout: null }
    expect(nudges).toEqual([{ ...nudge, ...defaults, goal: { action: 'report_shared', withinDays: 7 } }])
  })
})

describe('R30: faults at the door', () => {
  it('tells all of them at once, each with its place and how to mend it', () => {
    const faults = faultsOf({
      model: {
        horizonDays: 0,
        timeZone: 'Europe/Belin',
        actions: { ...actions, nudge_shown: {}, '': {}, export: { valeu: 2, dailyCap: -1 } },
        dimensions: {
          frequency: { amount: 'days', target: '3', weight: -1, actions: ['reprot_created'] },
          breadth: { amount: 'feature', target: 4, weight: 1 },
          seats: { amount: 'trait', target: 1, weight: 1 },
          depth: dimensions.depth,
        },
        bands: [{ name: 'low', from: 1 }],
        activation: { actions: [] },
      },
      nudges: [nudge, { ...nudge, when: { weakest: 'depht' }, goal: { action: 'shared' } }, {}, { deliver: 'app' }],
      identiy: 'open',
      snapshot: 'hourly',
      origins: ['https://app.example.com/'],
    })
    expect(Object.keys(faults).toSorted()).toEqual([
      'identiy',
      'model.actions.export.dailyCap',
      'model.actions.export.valeu',
      'model.actions.nudge_shown',
      'model.actions[""]',
      'model.activation.actions',
      'model.bands',
      'model.dimensions.breadth.amount',
      'model.dimensions.frequency.actions[0]',
      'model.dimensions.frequency.target',
      'model.dimensions.frequency.weight',
      'model.dimensions.seats.trait',
      'model.horizonDays',
      'model.timeZone',
      'nudges[1].goal.action',
      'nudges[1].id',
      'nudges[1].when.weakest',
      'nudges[2].deliver',
      ...['body', 'id', 'kind', 'slot', 'title', 'when'].map((key) => `nudges[3].${key}`),
      'origins[0]',
      'snapshot',
    ])
    expect(faults).toMatchObject({
      identiy: 'nothing here is called "identiy"; Did you mean "identity"?',
      'model.actions.export.valeu': 'nothing here is called "valeu"; Did you mean "value"?',
      'model.dimensions.breadth.amount':
        'cannot be "feature"; Write one of days, value, features, counterparts, trait.',
      'model.dimensions.frequency.actions[0]': 'no action is called "reprot_created"; Did you mean "report_created"?',
      'model.dimensions.seats.trait': 'is missing; Name the numeric trait to read.',
    })
  })

  it.each([[null], [3], ['model'], [[]], [undefined]])('refuses %j for a configuration', (input) => {
    expect(Object.keys(faultsOf(input))).toEqual([''])
  })

  it('throws for nothing, whatever stands where', () => {
    const thing = fc.anything({ withBigInt: true, withNullPrototype: true, maxDepth: 3 })
    const [things, named] = [fc.array(thing), fc.dictionary(fc.string(), thing)]
    const line = fc.record(
      { signal: fc.oneof(named, thing), per: thing, points: thing, max: thing },
      { requiredKeys: [] },
    )
    const profile = fc.record({ name: thing, when: named, dimensions: named }, { requiredKeys: [] })
    const model = fc.record(
      {
        form: thing,
        actions: named,
        dimensions: named,
        profiles: fc.oneof(fc.array(profile), things),
        multipliers: things,
        lines: fc.oneof(fc.array(line), things),
        activation: named,
      },
      { requiredKeys: [] },
    )
    const test = { score: named, count: thing, band: things, activation: thing, of: thing, below: thing }
    const asked = fc.record({ ...test, all: thing }, { requiredKeys: [] })
    const when = fc.record({ ...test, all: fc.oneof(fc.array(asked), thing), not: asked }, { requiredKeys: [] })
    const rule = fc.record({ id: thing, deliver: fc.constant('app'), when, goal: named, data: thing })
    const nudges = fc.oneof(fc.array(rule), things)
    const config = fc.record({ model, nudges, snapshot: thing, webhooks: thing }, { requiredKeys: [] })
    const anything = fc.property(fc.oneof(thing, config), (input) => {
      expect(() => checkConfig(input)).not.toThrow()
    })
    fc.assert(anything, { seed: 20260630, numRuns: 500 })
  })

  it.each([0, -1, Infinity, Number.NaN, '1', null])('refuses a weight, target, horizon or adoptedDays of %s', (n) => {
    const bad = { amount: 'features', target: n, weight: n, adoptedDays: n }
    expect(Object.keys(modelFaults({ horizonDays: n, dimensions: { bad } })).toSorted()).toEqual([
      'model.dimensions.bad.adoptedDays',
      'model.dimensions.bad.target',
      'model.dimensions.bad.weight',
      'model.horizonDays',
    ])
  })

  it.each([0, -0.1, 1.1, Infinity])('refuses a share of %s, and takes 1', (share) => {
    const bad = { amount: 'value', target: 1, weight: 1, maxShare: share, accountShare: share }
    expect(Object.keys(modelFaults({ dimensions: { bad } })).toSorted()).toEqual([
      'model.dimensions.bad.accountShare',
      'model.dimensions.bad.maxShare',
    ])
    expect(modelFaults({ dimensions: { good: { ...bad, maxShare: 1, accountShare: 1 } } })).toEqual({})
  })

  it.each([-1, Infinity, '2'])('refuses a value of %s, and takes 0', (value) => {
    expect(Object.keys(modelFaults({ actions: { a: { value } } }))).toEqual(['model.actions.a.value'])
    expect(modelFaults({ actions: { a: { value: 0 } } })).toEqual({})
  })

  it('refuses an activation by actions that are none', () => {
    expect(modelFaults({ activation: { actions: ['report_created', 'report_craeted'] } })).toEqual({
      'model.activation.actions[1]': 'no action is called "report_craeted"; Did you mean "report_created"?',
    })
  })

  it('refuses a model of nothing', () => {
    expect(Object.keys(modelFaults({ actions: {}, dimensions: {} }))).toEqual(['model.actions', 'model.dimensions'])
  })

  it.each([
    [
      'descending',
      [
        { name: 'a', from: 0 },
        { name: 'b', from: 50 },
        { name: 'c', from: 40 },
      ],
    ],
    [
      'of one name',
      [
        { name: 'a', from: 0 },
        { name: 'a', from: 50 },
      ],
    ],
    [
      'from the same score',
      [
        { name: 'a', from: 0 },
        { name: 'b', from: 0 },
      ],
    ],
    ['not from 0', [{ name: 'a', from: 10 }]],
    ['of nothing', []],
  ])('refuses bands %s', (_, bands) => {
    expect(Object.keys(modelFaults({ bands }))).toEqual(['model.bands'])
  })

  it('refuses a property declared against its use', () => {
    const action = { volume: 'rows', feature: { property: 'area' }, counterparts: 'with' }
    const against = { rows: 'string', area: 'number?', with: 'boolean' }
    const along = { rows: 'number?', area: 'string', with: 'string[]' }
    expect(modelFaults({ actions: { a: { ...action, properties: against } } })).toEqual({
      'model.actions.a.properties.rows': 'volume is read from "rows", which cannot be "string"; Declare it as number.',
      'model.actions.a.properties.area':
        'feature is read from "area", which cannot be "number?"; Declare it as string.',
      'model.actions.a.properties.with':
        'counterparts is read from "with", which cannot be "boolean"; Declare it as string or string[].',
    })
    expect(modelFaults({ actions: { a: { ...action, properties: along } } })).toEqual({})
  })

  it('refuses a name that JavaScript keeps for itself, and an action listed twice', () => {
    const twice: unknown = JSON.parse(`{
      "actions": { "a": {}, "__proto__": {} },
      "dimensions": { "f": { "amount": "days", "target": 1, "weight": 1, "actions": ["a", "a"] } }
    }`)
    expect(Object.keys(faultsOf({ model: twice }))).toEqual([
      'model.actions.__proto__',
      'model.dimensions.f.actions[1]',
    ])
  })
})
