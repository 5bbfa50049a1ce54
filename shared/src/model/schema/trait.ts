import * as z from 'zod'
import type { TraitValue } from '../types.ts'
import { text } from './pieces.ts'

/** What a trait can be compared with. */
export const traitValue: z.ZodType<TraitValue> = z.union([z.string(), z.number(), z.boolean()], {
  error: 'Write a text, a finite number, true or false.',
})

const bound = z.number({ error: 'Write a finite number.' }).exactOptional()

/** The keys of a test of a trait; which of them go together is for the references to say, in words. */
export const traitTest: {
  trait: z.ZodString
  is: z.ZodExactOptional<z.ZodType<TraitValue>>
  atLeast: z.ZodExactOptional<z.ZodNumber>
  below: z.ZodExactOptional<z.ZodNumber>
} = { trait: text('Name the trait to read.'), is: traitValue.exactOptional(), atLeast: bound, below: bound }
