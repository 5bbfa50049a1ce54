import type { ChangeExplanation, ListedScore, Me, NextAction, Score, ScoredDay } from '@uptake/shared/wire'
import { z } from 'zod'

/** What the routes answer, as `wire` has it: the compiler holds each to its type. */

const share = z.number().min(0).max(1)
const percent = z.number().min(0).max(100)
export const instant = z.iso.datetime().meta({ description: 'ISO 8601, in UTC' })
export { percent, share }

const item = z.strictObject({ key: z.string(), points: z.number() })
const contribution = z.strictObject({
  dimension: z.string(),
  points: z.number().meta({ description: 'what the dimension adds; the points of all contributions sum to the score' }),
  items: z.array(item).meta({ description: 'actions, features, counterparts or weeks; they sum to the points' }),
})
const subscores = z.record(z.string(), percent).nullable()
const trend = z.strictObject({
  change: z.number().nullable().meta({ description: 'the score less the one four weeks ago' }),
  adjusted: z.number().nullable().meta({ description: 'the change less the median change of everybody' }),
  declining: z.boolean(),
  persistentlyLow: z.boolean(),
  neverHealthy: z.boolean(),
  quiet: z
    .strictObject({ days: z.number(), probability: share })
    .nullable()
    .meta({ description: 'a silence, and how probable one so long is for them; below 0.01 it is no chance' }),
})
export const status = z.enum(['ok', 'provisional', 'insufficient_data'])
const scoreFields = {
  subject: z.union([z.strictObject({ user: z.string() }), z.strictObject({ account: z.string() })]),
  status,
  score: percent.nullable(),
  band: z.string().nullable(),
  interval: z.tuple([percent, percent]).nullable().meta({ description: '90 % of what chance does lies within' }),
  subscores,
  needs: z
    .strictObject({ days: z.number(), events: z.number() })
    .nullable()
    .meta({ description: 'what is missing for a score' }),
  trend: trend.nullable(),
  model: z.strictObject({ version: z.int(), profile: z.string().nullable() }),
  points: z.strictObject({ raw: z.number(), max: z.number() }).exactOptional(),
  singleThreaded: z.boolean().exactOptional(),
  asOf: instant,
}
export const score: z.ZodType<Score> = z
  .strictObject({ ...scoreFields, contributions: z.array(contribution).nullable() })
  .meta({ id: 'Score', description: 'Numbers are unrounded, in [0, 100]; null where it says nothing yet.' })
export const listedScore: z.ZodType<ListedScore> = z
  .strictObject({ ...scoreFields, contributions: z.array(contribution.omit({ items: true })).nullable() })
  .meta({ id: 'ListedScore', description: 'A score whose contributions have no items.' })

const changeExplanation: z.ZodType<ChangeExplanation> = z
  .strictObject({
    since: instant,
    from: percent,
    to: percent,
    points: z.number().meta({ description: '`to` less `from`: what the lines sum to' }),
    lines: z.array(contribution),
  })
  .meta({ id: 'ChangeExplanation' })
/** With `explain=change`. */
export const explainedScore = z
  .strictObject({
    ...scoreFields,
    contributions: z.array(contribution).nullable(),
    change: changeExplanation.nullable().exactOptional(),
  })
  .meta({ id: 'ExplainedScore', description: 'A `Score`; with `explain=change`, what changed it since then.' })

const nextAction: z.ZodType<NextAction> = z
  .strictObject({ action: z.string(), gain: z.number().meta({ description: 'what one more such event now adds' }) })
  .meta({ id: 'NextAction' })
export const nextActions = z.array(nextAction)

export const scoredDay = z
  .strictObject({ day: z.iso.date(), score: percent.nullable(), band: z.string().nullable(), subscores })
  .meta({ id: 'ScoredDay' }) satisfies z.ZodType<ScoredDay>
export const scoredDays = z.array(scoredDay)

const nudge: z.ZodType<Me['nudges'][number]> = z
  .strictObject({
    id: z.string(),
    slot: z.string(),
    kind: z.enum(['banner', 'tooltip', 'custom']),
    title: z.string(),
    body: z.string(),
    action: z
      .strictObject({ label: z.string(), event: z.string().exactOptional(), href: z.string().exactOptional() })
      .exactOptional(),
    anchor: z.string().exactOptional(),
    data: z.unknown().optional(),
    held: z.literal(true).exactOptional().meta({ description: 'held out: counted, but not shown' }),
  })
  .meta({ id: 'Nudge' })
const activation = z.strictObject({ done: z.array(z.string()), of: z.array(z.string()), next: z.string().nullable() })
export const me: z.ZodType<Me> = z
  .strictObject({
    user: score,
    account: score.nullable(),
    activation: activation.nullable(),
    nudges: z.array(nudge),
    nextActions,
  })
  .meta({ id: 'Me' })
