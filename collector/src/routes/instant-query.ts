import { z } from 'zod'
import type { Model } from '@uptake/shared/model'
import { invalidParameter } from '../http/query.ts'
import { type Instant, type Known, parseInstant } from '../scores/instant.ts'

/** The parameters by which routes ask for an instant. */
export const instantQuery = {
  at: z.string().optional().meta({ description: 'an instant in ISO 8601, or a date, for its end; now by default' }),
  known: z
    .enum(['now', 'then'])
    .default('now')
    .meta({ description: 'by what is known now, or had been received then' }),
}

/**
 * Reads an instant as a parameter gives it.
 * @throws UptakeError `invalid_parameter` for what is none
 */
export function readInstant(model: Model, name: 'at' | 'since', text: string, known: Known): Instant {
  const instant = parseInstant(model, text, known)
  if (instant) return instant
  throw invalidParameter(name, 'must be an instant in ISO 8601, or a date')
}

/**
 * The same where none may be given, which asks for now; null then.
 * @throws UptakeError `invalid_parameter` for `known=then` without an instant too: of now all is known
 */
export function readPast(model: Model, { at, known }: { at?: string | undefined; known: Known }): Instant | null {
  if (at !== undefined) return readInstant(model, 'at', at, known)
  if (known === 'then') throw invalidParameter('known', 'goes with at=')
  return null
}
