import type { Model } from '@uptake/shared/model'
import { cellsOf, createDayOf, foldEvent, type PersonHistory } from '@uptake/shared/scoring'
import type { Message } from '@uptake/shared/wire'

/** One person's history as a collector would fold it from these messages. For tests. */
export function historyOf(model: Model, messages: readonly Message[], userId: string): PersonHistory {
  const dayOf = createDayOf(model.timeZone)
  const events = messages
    .filter((message) => message.userId === userId)
    .map((message) => ({
      day: dayOf(Date.parse(message.timestamp ?? '')),
      folded: foldEvent(model, { userId, event: message.event ?? '', properties: message.properties }),
    }))
  const folded = events.flatMap(({ day, folded: event }) => (event === null ? [] : [{ day, ...event }]))
  return {
    firstSeen: Math.min(...events.map(({ day }) => day)),
    cells: cellsOf(folded.map(({ action, feature, day, volume }) => ({ action, feature, day, volume, count: 1 }))),
    interactions: folded.flatMap(({ action, day, counterparts }) =>
      counterparts.map((counterpart) => ({ action, counterpart, day })),
    ),
    traits: [],
  }
}
