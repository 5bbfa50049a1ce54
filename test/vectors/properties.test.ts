import type { Model } from '@uptake/shared/model'
import { scoreAccount, scorePerson, type Scored } from '@uptake/shared/scoring'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyMessages, anyModel, anyPointsModel, AT, EXAMPLE, modelOf } from './arbitraries.ts'
import { historiesOf, type KnownMessage } from './history-of.ts'

const example = modelOf(EXAMPLE)
const DAY = 86_400_000
const runs = { seed: 20260630, numRuns: 300 }
/** Half of the models of dimensions are the reference's, half are any. */
const models = fc.oneof(fc.constant(example), anyModel())
const allForms = fc.oneof(models, anyPointsModel())
/** Models of points that take none away. */
const generousModels = anyPointsModel().map(({ input }) => {
  const lines = 'lines' in input ? input.lines.filter(({ signal }) => !('quietDays' in signal)) : []
  const given = lines.map((line) => ({ ...line, points: Math.abs(line.points) }))
  return given.length === 0 ? example : modelOf({ ...input, lines: given })
})
const wildModels = fc.oneof(anyModel({ wild: true }), anyPointsModel({ wild: true }))

/** The scores of everybody and every account, by "user u0" and "account a0". */
function scoresOf(model: Model, messages: readonly KnownMessage[], at = AT): Map<string, Scored> {
  const { today, people, accounts } = historiesOf(model, messages, at)
  return new Map([
    ...[...people].map(([id, history]) => [`user ${id}`, scorePerson(model, history, today)] as const),
    ...[...accounts].map(([id, history]) => [`account ${id}`, scoreAccount(model, history, today)] as const),
  ])
}

/** A score and its subscores, by name; nothing where there is no score. */
const numbersOf = ({ score, subscores }: Scored): [string, number][] =>
  score === null ? [] : [['score', score], ...Object.entries(subscores ?? {})]

/** The largest difference between two sets of scores; infinite where one lacks what the other has. */
function distance(a: Map<string, Scored>, b: Map<string, Scored>): number {
  if (a.size !== b.size) return Infinity
  let most = 0
  for (const [id, scored] of a) {
    const other = b.get(id)
    if (other?.status !== scored.status) return Infinity
    const others = new Map(numbersOf(other))
    for (const [name, value] of numbersOf(scored))
      most = Math.max(most, Math.abs(value - (others.get(name) ?? Infinity)))
  }
  return most
}

/** How far any number of `before` lies above its like in `after`; infinite where that is missing. */
function fall(before: Scored, after: Scored | undefined): number {
  const later = new Map(after ? numbersOf(after) : [])
  return Math.max(0, ...numbersOf(before).map(([name, value]) => value - (later.get(name) ?? -Infinity)))
}

const sumOf = (lines: readonly { points: number }[]): number => lines.reduce((sum, { points }) => sum + points, 0)

describe('property 1: range', () => {
  it('R1: every number lies in [0, 100], for any model and messages that the door lets in', () => {
    const range = fc.property(wildModels, anyMessages(), (model, messages) => {
      for (const scored of scoresOf(model, messages).values()) {
        const outside = numbersOf(scored).filter(([, value]) => !(value >= 0 && value <= 100))
        expect(outside).toEqual([])
        const lines = (scored.contributions ?? []).flatMap(({ points, items }) => [
          points,
          ...items.map((item) => item.points),
        ])
        expect([...lines, scored.points?.raw ?? 0].filter((points) => !Number.isFinite(points))).toEqual([])
      }
    })
    fc.assert(range, runs)
  })

  it('R35: an interval lies in it too, and contains its score', () => {
    const contained = fc.property(wildModels, anyMessages(), (model, messages) => {
      for (const { score, interval } of scoresOf(model, messages).values()) {
        const [low, high] = interval ?? [0, 100]
        expect(0 <= low && low <= (score ?? 0) && (score ?? 0) <= high && high <= 100).toBe(true)
      }
    })
    fc.assert(contained, runs)
  })
})

describe('property 2: monotone', () => {
  it('R34: one more value event lowers no number of a person or an account', () => {
    const choice = { nat: fc.nat(), when: fc.double({ min: 0, max: 1, noNaN: true }) }
    const monotone = fc.property(
      fc.oneof(models, generousModels),
      anyMessages().filter(({ length }) => length > 0),
      anyMessages({ maxLength: 1 }),
      fc.record(choice),
      (model, messages, [more], { nat, when }) => {
        const valueActions = [...model.actions].filter(([, { passive }]) => !passive).map(([name]) => name)
        const event = valueActions[nat % Math.max(1, valueActions.length)]
        const known = messages[nat % messages.length]
        fc.pre(event !== undefined && known !== undefined)
        // After a message of the same person in the same account, so that no first day moves.
        const timeMs = Date.parse(known.timestamp) + when * (Date.parse(AT) - Date.parse(known.timestamp))
        const timestamp = new Date(timeMs).toISOString()
        const properties = more?.properties ?? {}
        const added: KnownMessage = { ...known, type: 'track', event, properties, messageId: 'more', timestamp }
        const after = scoresOf(model, [...messages, added])
        for (const [id, before] of scoresOf(model, messages)) expect(fall(before, after.get(id))).toBeLessThan(1e-9)
      },
    )
    fc.assert(monotone, { ...runs, numRuns: 1_000 })
  })
})

describe('property 3: order', () => {
  it('of messages, rows, interactions and members does not matter; of one id the first counts', () => {
    const shuffled = anyMessages().chain((messages) =>
      fc.tuple(fc.constant(messages), fc.shuffledSubarray(messages, { minLength: messages.length })),
    )
    const order = fc.property(allForms, shuffled, (model, [messages, others]) => {
      const scores = scoresOf(model, messages)
      expect(distance(scores, scoresOf(model, others))).toBeLessThan(1e-9)
      const again = others.map((message) => ({ ...message, event: 'report_created', type: 'track' as const }))
      expect(distance(scores, scoresOf(model, [...others, ...again]))).toBeLessThan(1e-9)
    })
    fc.assert(order, runs)
  })

  it('of cells and members in a history does not matter', () => {
    const order = fc.property(allForms, anyMessages(), (model, messages) => {
      const { today, accounts } = historiesOf(model, messages, AT)
      for (const account of accounts.values()) {
        const turned = [...account.members].toReversed().map(([id, { cells, interactions, ...rest }]) => {
          // As if from as many accounts: each event in a cell of its own.
          const split = cells.flatMap((cell) =>
            cell.days.flatMap((day, i) => {
              const { [i]: count = 0 } = cell.counts
              const one = { ...cell, days: [day], counts: [1], volumes: [(cell.volumes[i] ?? 0) / count] }
              return Array.from({ length: count }, () => one)
            }),
          )
          return [id, { ...rest, cells: split.toReversed(), interactions: interactions.toReversed() }] as const
        })
        const scored = scoreAccount(model, account, today)
        const traits = account.traits.toReversed()
        const other = scoreAccount(model, { ...account, members: new Map(turned), traits }, today)
        expect(distance(new Map([['a', scored]]), new Map([['a', other]]))).toBeLessThan(1e-9)
      }
    })
    fc.assert(order, runs)
  })
})

describe('property 4: explanation', () => {
  it('R31: contributions sum to the score, items to their contribution', () => {
    const adds = fc.property(fc.oneof(allForms, wildModels), anyMessages(), (model, messages) => {
      for (const { score, contributions } of scoresOf(model, messages).values()) {
        const all = contributions ?? []
        expect(Math.abs(sumOf(all) - (score ?? 0))).toBeLessThan(1e-9)
        for (const { dimension, points, items } of all)
          expect(dimension === 'limit' ? items.length : Math.abs(sumOf(items) - points)).toBeLessThan(1e-9)
      }
    })
    fc.assert(adds, runs)
  })

  it('has a line for the limit only where the score ends there', () => {
    const ends = fc.property(models, anyMessages(), (model, messages) => {
      for (const { score, contributions } of scoresOf(model, messages).values()) {
        const isLimited = (contributions ?? []).some(({ dimension }) => dimension === 'limit')
        expect(isLimited && score !== 100).toBe(false)
      }
    })
    fc.assert(ends, runs)
  })
})

describe('property 6: time', () => {
  it('only lowers a score, without further events, as long as one profile applies', () => {
    const lowers = fc.property(
      models,
      anyMessages({ days: 40 }),
      fc.integer({ min: 1, max: 60 }),
      (model, messages, days) => {
        const later = scoresOf(model, messages, new Date(Date.parse(AT) + days * DAY).toISOString())
        for (const [id, scored] of scoresOf(model, messages)) {
          const after = later.get(id)
          const isComparable = after && scored.score !== null && after.profile === scored.profile
          expect(isComparable ? fall({ ...after, subscores: null }, scored) : 0).toBeLessThan(1e-9)
        }
      },
    )
    fc.assert(lowers, runs)
  })
})

describe('an account of one', () => {
  it('has exactly its only member’s score', () => {
    const alone = anyMessages().map((messages) =>
      messages.map((message) => ({ ...message, userId: 'u', groupId: 'a' })),
    )
    const same = fc.property(allForms, alone, (model, messages) => {
      const { today, people, accounts } = historiesOf(model, messages, AT)
      const [person] = people.values()
      const [account] = accounts.values()
      fc.pre(person !== undefined && account !== undefined)
      const traits = [...person.traits, { name: 'seats', day: today, value: 1 }]
      const seats = { ...account, traits }
      const scored = scorePerson(model, { ...person, traits: seats.traits }, today)
      expect(scoreAccount(model, seats, today)).toEqual({
        ...scored,
        ...(scored.score === null ? {} : { singleThreaded: false }),
      })
    })
    fc.assert(same, runs)
  })
})
