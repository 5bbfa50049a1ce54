import * as z from 'zod'
import type { DimensionsInput, ModelInput, PointsInput } from '../types.ts'
import { isPointsForm } from '../form.ts'
import { action } from './action.ts'
import { dimensions } from './dimension.ts'
import { line } from './line.ts'
import { above0, byName, from0, names, strict, text } from './pieces.ts'
import { multiplier, profile } from './profile.ts'

const isTimeZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
const TIME_ZONE = 'Write an IANA name, such as "Europe/Berlin" or "UTC".'
const BANDS = 'Bands ascend by "from", starting at 0, each with a name of its own.'
const bands = z
  .array(strict({ name: text('Name the band.'), from: from0(BANDS).max(100, { error: 'Scores end at 100.' }) }), {
    error: BANDS,
  })
  .refine(
    (list) =>
      list[0]?.from === 0 &&
      list.every(({ from }, i) => from > (list[i - 1]?.from ?? -1)) &&
      new Set(list.map(({ name }) => name)).size === list.length,
    { error: BANDS },
  )

const common = {
  horizonDays: above0('The half-life in days is a finite number above 0: 28 for most products.').exactOptional(),
  timeZone: text(TIME_ZONE).refine(isTimeZone, { error: TIME_ZONE }).exactOptional(),
  actions: byName(action, 'List at least one action: { "report_created": { "value": 3 } }.'),
  bands: bands.exactOptional(),
  activation: strict({
    actions: names('List the names of the actions that show a newcomer the value, in order.'),
    withinDays: above0('Days from the first one on: a finite number above 0.').exactOptional(),
  }).exactOptional(),
}

const FORM = 'Write "points", or leave it out for a model of dimensions.'
const OF_POINTS = 'It belongs to a model of points: write "form": "points" instead of dimensions.'
const OF_DIMENSIONS = 'It belongs to a model of dimensions; in one of points the lines say everything.'
const HALF_LIFE = 'Days in which points lose half of their weight: a finite number above 0, or null for none.'

const dimensionsModel: z.ZodType<DimensionsInput> = strict(
  {
    ...common,
    dimensions,
    profiles: z.array(profile, { error: 'Write a list of profiles.' }).exactOptional(),
    multipliers: z.array(multiplier, { error: 'Write a list of multipliers.' }).exactOptional(),
  },
  { form: FORM, max: OF_POINTS, windowDays: OF_POINTS, halfLifeDays: OF_POINTS, lines: OF_POINTS },
)

const LINES = 'List at least one line: { "signal": { "count": "report_created" }, "points": 15 }.'
const pointsModel: z.ZodType<PointsInput> = strict(
  {
    form: z.literal('points', { error: FORM }),
    ...common,
    max: above0('The points that make 100: a finite number above 0.'),
    windowDays: above0('The age in days at which nothing counts any more: a finite number above 0.'),
    halfLifeDays: above0(HALF_LIFE).nullable().exactOptional(),
    lines: z.array(line, { error: LINES }).min(1, { error: LINES }),
  },
  { dimensions: OF_DIMENSIONS, profiles: OF_DIMENSIONS, multipliers: OF_DIMENSIONS },
)

/** The schema of the form that a model is meant to have. */
export const modelSchema = (model: unknown): z.ZodType<ModelInput> =>
  isPointsForm(model) ? pointsModel : dimensionsModel
