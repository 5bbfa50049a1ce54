import * as z from 'zod'
import type { Condition, Range } from '../types.ts'
import { names, oneOf, strict, text, whole } from './pieces.ts'
import { traitTest } from './trait.ts'

/** Levels of `all`, `any` and `not` over each other: a configuration may be made by a machine, and what reads it recurses. */
export const MOST_LEVELS = 10

const DAYS = 'So many days back from today: a whole number above 0.'
const bound = z.number({ error: 'Write a finite number.' }).exactOptional()
const bounds = { above: bound, atLeast: bound, below: bound }
const range: z.ZodType<Range> = strict(bounds)
const BANDS = 'Name a band of the model, or list some.'
const bands = z.union([text(BANDS), names(BANDS)], { error: BANDS })
const NEXT = 'Write "complete", or { "next": … } with the step that is the next one.'

const test = {
  score: range.exactOptional(),
  subscore: text('Name a dimension of the model.').exactOptional(),
  weakest: text('Name a dimension of the model.').exactOptional(),
  band: bands.exactOptional(),
  entered: bands.exactOptional(),
  left: bands.exactOptional(),
  change: range.exactOptional(),
  trend: oneOf(['declining', 'persistentlyLow', 'neverHealthy', 'quiet']).exactOptional(),
  activation: z
    .union([z.literal('complete'), strict({ next: text('Name a step of the activation.') })], { error: NEXT })
    .exactOptional(),
  daysKnown: range.exactOptional(),
  activeDays: range.exactOptional(),
  ...traitTest,
  trait: traitTest.trait.exactOptional(),
  count: text('Name an action of the model.').exactOptional(),
  ...bounds,
  inDays: whole(DAYS).exactOptional(),
  of: z.literal('account', { error: 'Write "account", or leave it out to ask about the person.' }).exactOptional(),
}

const LIST = 'List at least one condition.'
const TOO_DEEP = `Conditions may stand ${MOST_LEVELS} levels deep, and no deeper: write it with fewer.`
const tooDeep = z.never({ error: TOO_DEEP })

function conditionOf(levels: number): z.ZodType<Condition> {
  const part = levels > 1 ? conditionOf(levels - 1) : null
  const parts = part ? z.array(part, { error: LIST }).min(1, { error: LIST }) : tooDeep
  return strict({
    all: parts.exactOptional(),
    any: parts.exactOptional(),
    not: (part ?? tooDeep).exactOptional(),
    ...test,
    // The type knows which keys go together, the schema leaves that to the references, which say it in words.
  }) as unknown as z.ZodType<Condition>
}

/** What a rule asks. */
export const condition: z.ZodType<Condition> = conditionOf(MOST_LEVELS)
