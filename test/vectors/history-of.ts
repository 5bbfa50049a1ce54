import type { Model } from '@uptake/shared/model'
import {
  cellsOf,
  accountSubject,
  createDayOf,
  foldEvent,
  type AccountHistory,
  type ActionRow,
  type Day,
  type Interaction,
  type PersonHistory,
  personSubject,
  type Subject,
  type TraitChange,
} from '@uptake/shared/scoring'

/** A message as it was committed: its person and account resolved, its time corrected. */
export interface KnownMessage {
  readonly type: 'track' | 'identify' | 'group'
  readonly messageId: string
  readonly userId: string
  readonly groupId?: string
  readonly event?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly traits?: Readonly<Record<string, unknown>>
  /** ISO 8601. */
  readonly timestamp: string
}

interface MutableHistory {
  firstSeen: Day
  rows: Map<string, { -readonly [K in keyof ActionRow]: ActionRow[K] }>
  interactions: Map<string, Interaction>
}

function addTo(
  histories: Map<string, MutableHistory>,
  model: Model,
  key: string,
  message: KnownMessage,
  day: Day,
): void {
  let history = histories.get(key)
  if (!history) histories.set(key, (history = { firstSeen: day, rows: new Map(), interactions: new Map() }))
  history.firstSeen = Math.min(history.firstSeen, day)
  const { type, userId, event = '', properties } = message
  const folded = type === 'track' ? foldEvent(model, { userId, event, properties }) : null
  if (!folded) return
  const { action, feature, volume, counterparts } = folded
  const row = JSON.stringify([action, feature, day])
  const { count, volume: sum } = history.rows.get(row) ?? { count: 0, volume: 0 }
  history.rows.set(row, { action, feature, day, count: count + 1, volume: sum + volume })
  for (const counterpart of counterparts)
    history.interactions.set(JSON.stringify([action, counterpart, day]), { action, counterpart, day })
}

/** By whose they are, then by name and day. */
type TraitsOf = Map<string, Map<string, TraitChange>>

function addTraits(traitsOf: TraitsOf, id: string, traits: KnownMessage['traits'] = {}, day: Day): void {
  const changes = traitsOf.get(id) ?? new Map<string, TraitChange>()
  for (const [name, value] of Object.entries(traits)) changes.set(`${day} ${name}`, { name, day, value })
  traitsOf.set(id, changes)
}
const changesOf = (traitsOf: TraitsOf, id: string): TraitChange[] => [...(traitsOf.get(id)?.values() ?? [])]

function toPerson(history: MutableHistory, traits: readonly TraitChange[]): PersonHistory {
  const { firstSeen, rows, interactions } = history
  return { firstSeen, cells: cellsOf([...rows.values()]), interactions: [...interactions.values()], traits }
}

/** What had happened by an instant, folded in memory: of messages with one id the first counts. */
export function historiesOf(
  model: Model,
  messages: readonly KnownMessage[],
  at: string,
): { today: Day; people: Map<string, PersonHistory>; accounts: Map<string, AccountHistory> } {
  const dayOf = createDayOf(model.timeZone)
  const firsts = new Map(messages.toReversed().map((message) => [message.messageId, message]))
  const byTime = (a: KnownMessage, b: KnownMessage): number =>
    Date.parse(a.timestamp) - Date.parse(b.timestamp) || (a.messageId < b.messageId ? -1 : 1)
  const known = [...firsts.values()].filter(({ timestamp }) => Date.parse(timestamp) <= Date.parse(at)).toSorted(byTime)

  const people = new Map<string, MutableHistory>()
  const accounts = new Map<string, Map<string, MutableHistory>>()
  const personTraits: TraitsOf = new Map()
  const accountTraits: TraitsOf = new Map()
  for (const message of known) {
    const { type, userId, groupId, traits } = message
    const day = dayOf(Date.parse(message.timestamp))
    addTo(people, model, userId, message, day)
    if (type === 'identify') addTraits(personTraits, userId, traits, day)
    if (groupId === undefined) continue
    const members = accounts.get(groupId) ?? new Map<string, MutableHistory>()
    addTo(accounts.set(groupId, members).get(groupId) ?? members, model, userId, message, day)
    if (type === 'group') addTraits(accountTraits, groupId, traits, day)
  }

  const toPeople = (histories: Map<string, MutableHistory>): Map<string, PersonHistory> =>
    new Map([...histories].map(([id, history]) => [id, toPerson(history, changesOf(personTraits, id))]))
  return {
    today: dayOf(Date.parse(at)),
    people: toPeople(people),
    accounts: new Map(
      [...accounts].map(([id, members]) => [
        id,
        {
          firstSeen: Math.min(...[...members.values()].map(({ firstSeen }) => firstSeen)),
          members: toPeople(members),
          traits: changesOf(accountTraits, id),
        },
      ]),
    ),
  }
}

/** Everybody and every account, ready to be scored up to an instant. */
export function subjectsOf(model: Model, messages: readonly KnownMessage[], at: string): Map<string, Subject> {
  const { today, people, accounts } = historiesOf(model, messages, at)
  return new Map([
    ...[...people].map(([id, history]) => [`user ${id}`, personSubject(model, history, today)] as const),
    ...[...accounts].map(([id, history]) => [`account ${id}`, accountSubject(model, history, today)] as const),
  ])
}
