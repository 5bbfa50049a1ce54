import type { Overview } from '@uptake/shared/wire'
import { z } from 'zod'
import { instant, percent, share } from './scores.ts'

const count = z.int().min(0)
const border = z.number().meta({ description: 'a score' })
const means = {
  count,
  scored: count,
  mean: percent.nullable(),
  trend: z
    .strictObject({ count, before: percent, now: percent, change: z.number(), falling: z.boolean() })
    .nullable()
    .meta({ description: 'over those with a score today and four weeks ago' }),
}
const base = z
  .strictObject({
    ...means,
    insufficientData: count,
    median: percent.nullable(),
    aboveMidpoint: share.nullable(),
    distribution: z.array(z.strictObject({ from: border, to: border, count })),
    bands: z.array(
      z.strictObject({ name: z.string(), from: border, count, share: share.nullable(), below: share.nullable() }),
    ),
    alarm: z.strictObject({ border, share: share.nullable(), threshold: share, raised: z.boolean() }).nullable(),
    cohorts: z.array(z.strictObject({ ...means, month: z.string() })),
    earlier: z.strictObject(means).nullable(),
    traits: z.array(
      z.strictObject({
        trait: z.string(),
        segments: z.array(z.strictObject({ ...means, value: z.union([z.string(), z.number(), z.boolean()]) })),
        others: z.strictObject(means).nullable(),
      }),
    ),
  })
  .meta({ id: 'BaseOverview', description: 'Where all users, or all accounts, stand.' })
const product = z
  .strictObject({
    score: percent.nullable(),
    adoption: z.number().nullable().meta({ description: 'percent' }),
    stickiness: z.number().nullable().meta({ description: 'percent' }),
    growth: z.number().nullable().meta({ description: 'percent' }),
    horizonDays: z.number(),
    activeUsers: count,
    meanDailyActiveUsers: z.number(),
    newUsers: count,
    recoveredUsers: count,
    droppedUsers: count,
  })
  .meta({ id: 'ProductEngagement' })
const step = z.strictObject({ action: z.string(), done: count, doneInTime: count, stopped: count, underway: count })

export const overview: z.ZodType<Overview> = z
  .strictObject({
    asOf: instant,
    model: z.strictObject({ version: z.int(), since: instant, reviewDue: z.boolean() }).nullable(),
    users: base,
    accounts: base,
    product,
    features: z.array(
      z.strictObject({ feature: z.string(), users: count, share: share.nullable(), underused: z.boolean() }),
    ),
    activation: z
      .strictObject({
        withinDays: z.number(),
        users: count,
        completed: count,
        completedInTime: count,
        steps: z.array(step),
      })
      .nullable(),
  })
  .meta({ id: 'Overview' })
