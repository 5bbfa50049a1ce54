import type * as z from 'zod'
import type { Multiplier, ProfileInput } from '../types.ts'
import { dimensions } from './dimension.ts'
import { byName, from0, strict, text } from './pieces.ts'
import { traitTest, traitValue } from './trait.ts'

const days = from0('Days known are a finite number of 0 or more.').exactOptional()

/** Other targets and weights for a segment or a stage of life. */
export const profile: z.ZodType<ProfileInput> = strict({
  name: text('Give the profile a name of its own.'),
  when: strict({
    trait: byName(traitValue, 'Name the traits with the value of each: { "plan": "enterprise" }.').exactOptional(),
    daysKnown: strict({ atLeast: days, atMost: days }).exactOptional(),
  }),
  dimensions,
})

/** What multiplies the score where a trait passes its test. */
export const multiplier = strict({
  ...traitTest,
  times: from0('What the score is multiplied by is a finite number of 0 or more: 1.05 raises by a twentieth.'),
  // The type knows which keys go together, the schema leaves that to the references, which say it in words.
}) as unknown as z.ZodType<Multiplier>
