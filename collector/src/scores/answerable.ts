import type { Model } from '@uptake/shared/model'
import { toIsoDay } from '@uptake/shared/scoring'
import { UptakeError } from '../errors.ts'
import type { Storage } from '../storage/storage.ts'
import { endOfDay, type Instant, toInstant } from './instant.ts'

/**
 * The instant that an answer to the one asked for holds for: that very one, or the end of its day where that is before the
 * store's border. Rows are of whole days, and the messages that told the day's hours apart are gone.
 * @throws UptakeError `beyond_retention` where such a day is asked for as it was known then: only messages tell when they came
 */
export async function toAnswerable(storage: Pick<Storage, 'border'>, model: Model, asked: Instant): Promise<Instant> {
  const border = await storage.border()
  if (border === null || asked.day >= border.day) return asked
  if (asked.receivedBy === null) return toInstant(model, endOfDay(model, asked.day))
  const message = `what was known on ${toIsoDay(asked.day)} can't be told: messages are kept from ${toIsoDay(border.day)} on`
  throw new UptakeError('beyond_retention', message, 'Ask for what is known now, or for a later day.')
}
