import type { Model } from '@uptake/shared/model'
import { UptakeError } from '../errors.ts'
import { type Instant, type Known, parseInstant } from '../scores/instant.ts'

/**
 * Reads an instant as an option gives it; undefined where it was not given.
 * @throws UptakeError `invalid_option` for what is none
 */
export function instantOption(
  model: Model,
  name: 'at' | 'since',
  text: string | undefined,
  known?: Known,
): Instant | undefined {
  if (text === undefined) return undefined
  const instant = parseInstant(model, text, known)
  if (instant) return instant
  const hint = 'Give an instant such as 2026-01-31T09:30:00Z, or a date.'
  throw new UptakeError('invalid_option', `--${name} ${text} is no instant`, hint)
}
