import * as z from 'zod'
import type { PointsLineInput, Signal } from '../types.ts'
import { above0, names, strict, text } from './pieces.ts'
import { traitTest } from './trait.ts'

const FEATURES = 'List the names of the features that count, or write true for any.'
const signal = strict({
  count: text('Name the action whose events count.').exactOptional(),
  features: z.union([z.literal(true), names(FEATURES)], { error: FEATURES }).exactOptional(),
  sum: text('Name the property to sum: the one that the action calls its volume.').exactOptional(),
  of: text('Name the action whose property is summed.').exactOptional(),
  ...traitTest,
  trait: traitTest.trait.exactOptional(),
  quietDays: above0('Days without any of the actions: a finite number above 0.').exactOptional(),
  // The type knows which keys go together, the schema leaves that to the references, which say it in words.
}) as unknown as z.ZodType<Signal>

/** What points are given for. */
export const line: z.ZodType<PointsLineInput> = strict({
  signal,
  per: above0('Points are given for each full "per" of it: a finite number above 0.').exactOptional(),
  points: z.number({ error: 'Points are a finite number, below 0 for a penalty.' }),
  max: above0('The most that the line gives, or takes, is a finite number above 0.').exactOptional(),
  group: text('Name the group of lines of which only the best counts.').exactOptional(),
})
