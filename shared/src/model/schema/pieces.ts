import * as z from 'zod'
import { idSchema } from '../../wire/schema.ts'
import { nearest } from '../nearest.ts'

// The messages given here are the hints of the faults: they say what to write, not what is wrong.

type Elsewhere = Readonly<Record<string, string>>

function hintForKey(key: string, known: readonly string[], elsewhere: Elsewhere): string {
  const hint = Object.hasOwn(elsewhere, key) ? elsewhere[key] : undefined
  if (hint !== undefined) return hint
  const meant = nearest(key, [...known, ...Object.keys(elsewhere)])
  return meant === null ? `Leave it out; what can stand here: ${known.join(', ')}.` : `Did you mean "${meant}"?`
}

/** An object of these keys alone; the hint has a line for each key that is none of them, its own for one that belongs elsewhere. */
export function strict<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  elsewhere: Elsewhere = {},
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => hintForKey(key, known, elsewhere)).join('\n')
        : `Write an object of ${known.join(', ')}.`,
  })
}

/** Text of one character at least. */
export const text = (hint: string): z.ZodString => z.string({ error: hint }).min(1, { error: hint })
/** Text that may be an id on the wire. */
export const id = (hint: string): z.ZodString =>
  z.string({ error: hint }).refine((value) => idSchema.safeParse(value).success, { error: hint })
/** A finite number above 0. */
export const above0 = (hint: string): z.ZodNumber => z.number({ error: hint }).positive({ error: hint })
/** A whole number above 0. */
export const whole = (hint: string): z.ZodInt => z.int({ error: hint }).positive({ error: hint })
/** A finite number, 0 or more. */
export const from0 = (hint: string): z.ZodNumber => z.number({ error: hint }).nonnegative({ error: hint })
/** A number above 0, at most 1. */
export const share = (hint: string): z.ZodNumber => above0(hint).max(1, { error: hint })
/** One of these texts. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values): z.ZodType<Values[number]> =>
  z.enum(values, { error: `Write one of ${values.join(', ')}.` })
/** A list of one name at least. */
export const names = (hint: string): z.ZodArray<z.ZodString> =>
  z.array(text(hint), { error: hint }).min(1, { error: hint })
/** Things by their names, one at least. */
export const byName = <Item extends z.ZodType>(item: Item, hint: string): z.ZodRecord<z.ZodString, Item> =>
  z.record(z.string(), item, { error: hint }).refine((record) => Object.keys(record).length > 0, { error: hint })
