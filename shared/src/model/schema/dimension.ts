import * as z from 'zod'
import type { DimensionInput } from '../types.ts'
import { above0, byName, names, oneOf, share, strict, text } from './pieces.ts'

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

/** Dimensions by name: a model's, or a profile's instead. */
export const dimensions: z.ZodType<Record<string, DimensionInput>> = byName(
  dimension,
  'List at least one dimension: { "frequency": { "amount": "days", "target": 3, "weight": 1 } }.',
)
