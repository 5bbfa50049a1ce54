import * as z from 'zod'
import type { ActionInput } from '../types.ts'
import { from0, oneOf, strict, text } from './pieces.ts'

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
const FEATURE = 'Write the feature\'s name, or { "property": "…" } to read it from a property.'
const propertyName = text('Name a property of the event.')

/** One line of the tracking plan. */
export const action: z.ZodType<ActionInput> = strict({
  label: text('Say what a person does, such as "Share a report".').exactOptional(),
  feature: z.union([text(FEATURE), strict({ property: propertyName })], { error: FEATURE }).exactOptional(),
  value: from0('What one unit is worth is a finite number of 0 or more.').exactOptional(),
  volume: propertyName.exactOptional(),
  counterparts: propertyName.exactOptional(),
  dailyCap: from0('A cap is a finite number of 0 or more; volumes have none when it is left out.').exactOptional(),
  passive: z.boolean({ error: 'Write true or false.' }).exactOptional(),
  properties: z
    .record(z.string(), oneOf(PROPERTY_SPECS), { error: 'Write { "property": "type" } for each property.' })
    .exactOptional(),
})
