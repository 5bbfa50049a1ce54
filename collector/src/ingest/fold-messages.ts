import type { Model } from '@uptake/shared/model'
import { createDayOf, foldEvent } from '@uptake/shared/scoring'
import { LIMITS } from '@uptake/shared/wire'
import type {
  Border,
  Folds,
  NudgeMark,
  StoredInteraction,
  StoredMessage,
  StoredRow,
  StoredTrait,
} from '../storage/storage.ts'
import { nudgeMarkOf } from './nudge-marks.ts'

export type { Folds } from '../storage/storage.ts'
export type FoldableMessage = Omit<StoredMessage, 'receivedAt'> & { readonly userId: string | null }

/**
 * Folds messages into rows a (person, account, action, feature, day), interactions and traits by day, and marks. The one fold:
 * ingest, the last day of a past instant and a refold all go through it. By a border that was set in another time zone some
 * of what is kept is of the day before: it counts as of the border's, so that what days before it hold stays as it is.
 */
export function createFold(model: Model): (messages: Iterable<FoldableMessage>, border: Border | null) => Folds {
  const dayOf = createDayOf(model.timeZone)
  return (messages, border) => {
    const firstDay = border?.day ?? -Infinity
    const rows = new Map<string, { -readonly [Key in keyof StoredRow]: StoredRow[Key] }>()
    const interactions: StoredInteraction[] = []
    const traits: StoredTrait[] = []
    const marks: NudgeMark[] = []
    for (const message of messages) {
      const { type, person, account, occurredAt, messageId, body } = message
      const day = Math.max(dayOf(occurredAt), firstDay)
      if (type === 'track' && message.event !== null) {
        const mark = nudgeMarkOf(message)
        if (mark) marks.push(mark)
        const event = { userId: message.userId, event: message.event, ...(body && { properties: body }) }
        const folded = foldEvent(model, event)
        if (!folded) continue
        const { action, feature, volume } = folded
        const key = `${person} ${account} ${day} ${action}\n${feature === null ? '' : `=${feature}`}`
        const row = rows.get(key)
        if (row) {
          row.count++
          row.volume += volume
        } else rows.set(key, { person, account, action, feature, day, count: 1, volume })
        for (const counterpart of folded.counterparts) interactions.push({ person, account, action, counterpart, day })
      } else if (body && (type === 'identify' || (type === 'group' && account !== null))) {
        const [of, subject] = type === 'identify' ? (['person', person] as const) : (['account', account ?? 0] as const)
        for (const [name, value] of Object.entries(body)) {
          if (name.length > LIMITS.idCharacters) continue
          // What it was before would be wrong: nothing is known of it.
          traits.push({ of, subject, name, day, occurredAt, messageId, value: isShort(value) ? value : null })
        }
      }
    }
    return { rows: [...rows.values()], interactions, traits, marks }
  }
}

/** Traits are for lists, groups and tests: all of somebody's are read at once. */
const isShort = (value: unknown): boolean =>
  (typeof value === 'string' ? value : JSON.stringify(value)).length <= LIMITS.idCharacters
