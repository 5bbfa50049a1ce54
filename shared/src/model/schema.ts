import * as z from 'zod'
import { nearest } from './nearest.ts'
import type { ModelInput, UptakeConfig } from './types.ts'

// The messages given here are the hints of the faults: they say what to write, not what is wrong.

function hintForKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known)
  return meant === null ? `Leave it out; what can stand here: ${known.join(', ')}.` : `Did you mean "${meant}"?`
}

/** An object of these keys alone; the hint has a line for each key that is none of them. */
function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => hintForKey(key, known)).join('\n')
        : `Write an object of ${known.join(', ')}.`,
  })
}

const text = (hint: string): z.ZodString => z.string({ error: hint }).min(1, { error: hint })
const above0 = (hint: string): z.ZodNumber => z.number({ error: hint }).positive({ error: hint })
const from0 = (hint: string): z.ZodNumber => z.number({ error: hint }).nonnegative({ error: hint })
const share = (hint: string): z.ZodNumber => above0(hint).max(1, { error: hint })
const flag = z.boolean({ error: 'Write true or false.' })
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values): z.ZodType<Values[number]> =>
  z.enum(values, { error: `Write one of ${values.join(', ')}.` })
const names = (hint: string): z.ZodArray<z.ZodString> => z.array(text(hint), { error: hint }).min(1, { error: hint })
const byName = <Item extends z.ZodType>(item: Item, hint: string): z.ZodRecord<z.ZodString, Item> =>
  z.record(z.string(), item, { error: hint }).refine((record) => Object.keys(record).length > 0, { error: hint })

const PROPERTY_SPECS = [
  'string',
  'number',
  'boolean',
  'string[]',
  'string?',
  'number?',
  'boolean?',
  'string[]?',
] as const
const propertyName = text('Name a property of the event.')

const action = strict({
  label: text('Say what a person does, such as "Share a report".').exactOptional(),
  feature: z
    .union([text(''), strict({ property: propertyName })], {
      error: 'Write the feature\'s name, or { "property": "…" } to read it from a property.',
    })
    .exactOptional(),
  value: from0('What one unit is worth is a finite number of 0 or more.').exactOptional(),
  volume: propertyName.exactOptional(),
  counterparts: propertyName.exactOptional(),
  dailyCap: from0('A cap is a finite number of 0 or more; volumes have none when it is left out.').exactOptional(),
  passive: flag.exactOptional(),
  properties: z
    .record(z.string(), oneOf(PROPERTY_SPECS), { error: 'Write { "property": "type" } for each property.' })
    .exactOptional(),
})

const common = {
  target: above0('The target is the amount that earns 80: a finite number above 0.'),
  weight: above0('Weights are relative to each other: a finite number above 0.'),
  curve: oneOf(['saturating', 'linear']).exactOptional(),
  accountShare: share(
    'The share of the seats that has to reach the target lies above 0, and at 1 or below.',
  ).exactOptional(),
}
const counting = { ...common, actions: names('List the names of the actions that count.').exactOptional() }
const dimension = z.discriminatedUnion(
  'amount',
  [
    strict({ amount: z.literal('days'), ...counting }),
    strict({
      amount: z.literal('value'),
      maxShare: share(
        'The most one action can give, as a share of the target, lies above 0, and at 1 or below.',
      ).exactOptional(),
      ...counting,
    }),
    strict({
      amount: z.literal('features'),
      adoptedDays: above0(
        'The decayed days from which a feature counts whole: a finite number above 0.',
      ).exactOptional(),
      ...counting,
    }),
    strict({ amount: z.literal('counterparts'), ...counting }),
    strict({ amount: z.literal('trait'), trait: text('Name the numeric trait to read.'), ...common }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'Write one of days, value, features, counterparts, trait.'
        : 'Write { "amount": …, "target": …, "weight": … }.',
  },
)

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
const TIME_ZONE = 'Write an IANA name, such as "Europe/Berlin" or "UTC".'
const BANDS = 'Bands ascend by "from", starting at 0, each with a name of its own.'
const bands = z
  .array(strict({ name: text('Name the band.'), from: from0(BANDS).max(100, { error: 'Scores end at 100.' }) }), {
    error: BANDS,
  })
  .refine(
    (list) =>
      list[0]?.from === 0 &&
      list.every(({ from }, i) => from > (list[i - 1]?.from ?? -1)) &&
      new Set(list.map(({ name }) => name)).size === list.length,
    { error: BANDS },
  )

export const modelSchema: z.ZodType<ModelInput> = strict({
  horizonDays: above0('The half-life in days is a finite number above 0: 28 for most products.').exactOptional(),
  timeZone: text(TIME_ZONE).refine(isTimeZone, { error: TIME_ZONE }).exactOptional(),
  actions: byName(action, 'List at least one action: { "report_created": { "value": 3 } }.'),
  dimensions: byName(
    dimension,
    'List at least one dimension: { "frequency": { "amount": "days", "target": 3, "weight": 1 } }.',
  ),
  bands: bands.exactOptional(),
  activation: strict({
    actions: names('List the names of the actions that show a newcomer the value, in order.'),
    withinDays: above0('Days from the first one on: a finite number above 0.').exactOptional(),
  }).exactOptional(),
})

const nudge = strict({
  id: text('Give the nudge an id of its own.'),
  deliver: z.literal('app', { error: 'Write "app".' }),
  slot: text('Name the place in the app where it shows.'),
  kind: oneOf(['banner', 'tooltip', 'custom']),
  title: z.string({ error: 'Write its title.' }),
  body: z.string({ error: 'Write its text.' }),
  when: strict({ weakest: text('Name a dimension of the model.') }),
  goal: strict({
    action: text('Name an action of the model.'),
    withinDays: above0('Days after it was shown: a finite number above 0.').exactOptional(),
  }),
  action: strict({
    label: text('Write what the button says.'),
    event: text('Name the event of the app that it leads to.').exactOptional(),
    href: text('Write the address that it leads to.').exactOptional(),
  }).exactOptional(),
  anchor: text('Write the selector of the element that it points at.').exactOptional(),
  data: z.unknown().exactOptional(),
})

const ORIGIN = 'An origin is scheme, host and port without a path, such as "https://app.example.com".'

export const configSchema: z.ZodType<UptakeConfig> = strict({
  model: modelSchema,
  nudges: z.array(nudge, { error: 'Write a list of nudges.' }).exactOptional(),
  identity: oneOf(['open', 'verify', 'trust']).exactOptional(),
  origins: z
    .array(z.string({ error: ORIGIN }).regex(/^[a-z][a-z\d+.-]*:\/\/[^\s/?#]+$/i, { error: ORIGIN }), { error: ORIGIN })
    .exactOptional(),
  retentionDays: above0('Days that events are taken for: a finite number above 0.').exactOptional(),
})
