import type { Model, ModelInput } from '@uptake/shared/model'
import { checkModel } from '@uptake/shared/model/check'
import * as fc from 'fast-check'
import { above0, anyComposite, anyPoints, from0, optional, plain } from './any-form.ts'
import type { KnownMessage } from './history-of.ts'

/** The model of the scoring reference. */
export const EXAMPLE: ModelInput = {
  horizonDays: 28,
  timeZone: 'UTC',
  actions: {
    report_created: { feature: 'reports', value: 3, properties: { rows: 'number?' } },
    report_shared: { feature: 'sharing', value: 4, counterparts: 'with' },
    comment_added: { feature: 'comments', value: 1, counterparts: 'with', dailyCap: 5 },
    rows_imported: { feature: 'imports', value: 0.01, volume: 'rows', dailyCap: 5000 },
    signed_in: { passive: true },
  },
  dimensions: {
    frequency: { amount: 'days', target: 3, weight: 0.4 },
    depth: { amount: 'value', target: 20, maxShare: 0.6, weight: 0.2 },
    breadth: { amount: 'features', target: 4, adoptedDays: 2, weight: 0.2 },
    collaboration: { amount: 'counterparts', target: 3, weight: 0.2 },
  },
  activation: { actions: ['report_created', 'report_shared'], withinDays: 14 },
}

/** The model, checked; one with faults fails the test that asked for it. */
export function modelOf(input: unknown): Model {
  const checked = checkModel(input)
  if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
  return checked.model
}

const ACTIONS = Object.keys(EXAMPLE.actions)
const action = (wild: boolean) =>
  fc.record({
    value: optional(wild ? fc.oneof(plain(10), from0(true)) : plain(10)),
    feature: optional(fc.constantFrom('reports', 'imports', { property: 'source' })),
    counterparts: optional(fc.constant('with')),
    volume: optional(fc.constant('rows')),
    dailyCap: optional(from0(wild)),
    passive: fc.boolean(),
  })

/** What models have in either form. */
const common = (wild: boolean) =>
  fc.record({
    horizonDays: above0(wild),
    timeZone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
    actions: fc
      .tuple(...ACTIONS.map(() => action(wild)))
      .map((all) => Object.fromEntries(all.map((one, i) => [ACTIONS[i] ?? '', one]))),
  })

// What is undefined was never written.
const checked = (inputs: fc.Arbitrary<object>): fc.Arbitrary<Model> =>
  inputs.map((input) => modelOf(JSON.parse(JSON.stringify(input))))

/** Models of dimensions that the check lets in; wild ones go to the ends of what a number can be. */
export function anyModel({ wild = false } = {}): fc.Arbitrary<Model> {
  return checked(common(wild).chain((model) => anyComposite(ACTIONS, wild).map((form) => ({ ...model, ...form }))))
}

/** Models of points, likewise. */
export function anyPointsModel({ wild = false } = {}): fc.Arbitrary<Model> {
  return checked(common(wild).chain((model) => anyPoints(model.actions, wild).map((form) => ({ ...model, ...form }))))
}

/** The instant at which generated messages end. */
export const AT = '2026-06-30T18:00:00.000Z'
const HOUR = 3_600_000

const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', '7', -1, 0, 1e308, [], {}),
  fc.integer({ min: 0, max: 5_000 }),
)
const ids = fc.constantFrom('u0', 'u1', 'u2', 'u3', 'guest')
const properties = fc.record(
  {
    rows: anything,
    source: fc.oneof(fc.constantFrom('csv', 'sheet'), anything),
    with: fc.oneof(ids, fc.array(fc.oneof(ids, anything), { maxLength: 4 }), anything),
  },
  { requiredKeys: [] },
)

/** Messages up to `AT`, of four people in two accounts and none, over as many days. */
export function anyMessages({ days = 60, maxLength = 60 } = {}): fc.Arbitrary<KnownMessage[]> {
  const message = fc.record({
    type: fc.constantFrom('track', 'track', 'track', 'track', 'identify', 'group'),
    userId: fc.constantFrom('u0', 'u1', 'u2', 'u3'),
    groupId: fc.constantFrom('a0', 'a0', 'a1', undefined),
    event: fc.constantFrom(...ACTIONS, 'unknown'),
    properties,
    traits: fc.record(
      {
        nps: fc.oneof(fc.constantFrom(0, 9), anything),
        seats: fc.oneof(fc.constantFrom(1, 2, 3, 7.5), anything),
        plan: fc.constantFrom('free', 'enterprise'),
      },
      { requiredKeys: [] },
    ),
    hoursAgo: fc.integer({ min: 0, max: days * 24 }),
  })
  return fc.array(message, { maxLength }).map((all) =>
    all.map(({ hoursAgo, groupId, ...rest }, i) => ({
      ...rest,
      ...(groupId === undefined ? {} : { groupId }),
      messageId: `m${i}`,
      timestamp: new Date(Date.parse(AT) - hoursAgo * HOUR).toISOString(),
    })),
  )
}
