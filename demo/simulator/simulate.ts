import type { Message } from '@uptake/shared/wire'
import { hashText, mulberry32, wholeBetween } from '../random.ts'
import { ACCOUNTS, type Account, type Person } from '../src/people/accounts.ts'
import { drawAction, propertiesOf } from './actions.ts'
import { PERSONAS, type Persona } from './personas.ts'

const MS_A_DAY = 86_400_000

export interface Story {
  readonly seed: number
  /** The day, in days since 1970 in UTC, on which the demo was first started: personas are what they are on that day. */
  readonly anchorDay: number
  /** Nothing later than this is told, Unix milliseconds. */
  readonly endMs: number
}

/** The day of an instant, in days since 1970 in UTC. */
export const toDay = (ms: number): number => Math.floor(ms / MS_A_DAY)

/**
 * Some 90 days in the lives of both accounts up to the anchor day, and every day from then to the end, oldest first.
 *
 * What happens on a calendar day depends on the seed, the anchor, the person and that day alone, and so do the message
 * ids: told again later, the same days come out the same and only what has passed since is new.
 */
export function simulate(story: Story): Message[] {
  return ACCOUNTS.flatMap((account) =>
    account.people.flatMap((person) => {
      const persona = PERSONAS.get(person.id)
      return persona === undefined ? [] : lifeOf(story, account, person, persona)
    }),
  ).toSorted((a, b) => compare(a.timestamp ?? '', b.timestamp ?? ''))
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

function lifeOf(story: Story, account: Account, person: Person, persona: Persona): Message[] {
  const first = story.anchorDay - persona.startedDaysAgo
  const days = Array.from({ length: toDay(story.endMs) - first + 1 }, (_, known) => known)
  return days
    .flatMap((known) => [
      ...nudgesOf(story, account, person, persona, first + known),
      ...(known === 0 ? arrival(story, account, person, first) : []),
      ...dayOf(story, account, person, persona, first + known, known),
    ])
    .filter((message) => Date.parse(message.timestamp ?? '') <= story.endMs)
}

/** Who they are and where they belong, a moment past midnight, so that a start early in the day has it too. */
function arrival(story: Story, account: Account, person: Person, day: number): Message[] {
  const common = { userId: person.id, timestamp: new Date(day * MS_A_DAY + 1000).toISOString() }
  const id = (part: string) => messageId(story, person, day, part)
  return [
    { type: 'identify', messageId: id('identify'), ...common, traits: { role: person.role, plan: account.plan } },
    {
      type: 'group',
      messageId: id('group'),
      ...common,
      groupId: account.id,
      traits: { plan: account.plan, seats: account.seats },
    },
  ]
}

/** What became of nudges on that day, in a session of their own. */
function nudgesOf(story: Story, account: Account, person: Person, persona: Persona, day: number): Message[] {
  const today = (persona.nudges ?? []).filter(({ daysAgo }) => day === story.anchorDay - daysAgo)
  return today.flatMap(({ nudge, life }) =>
    life.map((event, index) => ({
      type: 'track',
      messageId: messageId(story, person, day, `${nudge}-${index}`),
      userId: person.id,
      event,
      properties: { nudge, ...(event === 'nudge_snoozed' && { days: 3 }) },
      context: { groupId: account.id, sessionId: messageId(story, person, day, 'session') },
      timestamp: new Date(day * MS_A_DAY + (6 * 60 + index) * 60_000).toISOString(),
    })),
  )
}

function dayOf(
  story: Story,
  account: Account,
  person: Person,
  persona: Persona,
  day: number,
  known: number,
): Message[] {
  const random = mulberry32(hashText(`${story.seed}/${person.id}/${day}`))
  const weekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6
  // A newcomer's first days are what they are, weekend or not: the story needs them.
  const presence = weekend && persona.startedDaysAgo > 7 ? (persona.weekendShare ?? 0.1) : 1
  const first = (known === 0 && persona.beginsWith) || []
  const active = first.length > 0 || random() < persona.activeChance(known) * presence
  if (!active && random() >= persona.visitChance * presence) return []

  const [low, high] = persona.actionsADay
  const count = active ? wholeBetween(random, low, high) : 0
  let minute = wholeBetween(random, 7 * 60, 10 * 60)
  const message = (index: number, event: string, properties: Record<string, unknown>): Message => ({
    type: 'track',
    messageId: messageId(story, person, day, String(index)),
    userId: person.id,
    event,
    properties,
    context: { groupId: account.id },
    timestamp: new Date(day * MS_A_DAY + minute * 60_000 + wholeBetween(random, 0, 59) * 1000).toISOString(),
  })
  const messages = [message(0, 'signed_in', {})]
  for (let index = 1; index <= first.length + count; index++) {
    minute += wholeBetween(random, 4, 95)
    const action = first[index - 1] ?? drawAction(random, persona.habits)
    if (action !== null) messages.push(message(index, action, propertiesOf(action, { random, account, persona })))
  }
  return messages
}

const messageId = (story: Story, person: Person, day: number, part: string): string =>
  `sim-${story.seed}-${person.id}-${new Date(day * MS_A_DAY).toISOString().slice(0, 10)}-${part}`
