import type { Context } from 'hono'
import { z } from 'zod'
import { UptakeError } from '../errors.ts'

/** A number in a query string as JSON writes one: what else `Number` takes for one is refused. */
export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?(e-?\d+)?$/, 'must be a number')
  .meta({
    override({ jsonSchema }) {
      jsonSchema.type = 'number'
      delete jsonSchema.pattern
    },
  })
  .transform(Number)

/**
 * Reads the query string by a strict schema.
 * @throws UptakeError `invalid_parameter` for an unknown parameter, a value that is not valid, or one given twice
 */
export function readQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.output<Schema> {
  const given = Object.entries(context.req.queries())
  const twice = given.find(([, values]) => values.length > 1)
  if (given.some(([name]) => name === '__proto__')) throw invalidParameter('__proto__', 'not a parameter of this route')
  if (twice) throw invalidParameter(twice[0], 'given more than once')
  const { success, data, error } = schema.safeParse(Object.fromEntries(given.map(([name, [value]]) => [name, value])))
  if (success) return data
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys')
    throw invalidParameter(issue.keys.join(', '), 'not a parameter of this route')
  throw invalidParameter(issue?.path.join('.') ?? '', issue?.message ?? 'not valid')
}

export function invalidParameter(name: string, why: string): UptakeError {
  return new UptakeError('invalid_parameter', `${name}: ${why}`, 'The collector’s README says what each route takes.')
}
