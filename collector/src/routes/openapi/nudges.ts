import type { NudgeReport } from '@uptake/shared/wire'
import { z } from 'zod'
import { share } from './scores.ts'

const count = z.int().min(0)
const arm = { units: count.meta({ description: 'accounts, and people without one' }), people: count }
const goalArm = z.strictObject({ ...arm, reached: count, share: share.nullable() })
const subscoreArm = z.strictObject({
  ...arm,
  change: z.number().nullable().meta({ description: 'the mean, in points' }),
})
const interval = z.tuple([z.number(), z.number()]).nullable().meta({ description: 'with 90 % confidence' })

export const nudgeReports: z.ZodType<NudgeReport[]> = z.array(
  z
    .strictObject({
      nudge: z.string(),
      deliver: z.enum(['app', 'webhook']),
      shown: count.meta({ description: 'people, as all counts; of a webhook about accounts, accounts' }),
      held: count,
      clicked: count,
      dismissed: count,
      snoozed: count,
      completed: count,
      outcome: z
        .strictObject({
          action: z.string(),
          withinDays: z.number(),
          shown: goalArm,
          held: goalArm,
          waiting: count.meta({ description: 'people whose time is not over, and who are in neither arm yet' }),
        })
        .nullable(),
      lift: z.number().nullable().meta({ description: 'the difference of the shares: 0.05 is five points' }),
      interval,
      verdict: z.enum(['not_enough_data', 'no_effect', 'better', 'worse', 'unclear']).nullable(),
      subscore: z
        .strictObject({
          afterDays: z.number(),
          shown: subscoreArm,
          held: subscoreArm,
          difference: z.number().nullable().meta({ description: 'in points' }),
          interval,
        })
        .nullable()
        .meta({ description: 'how the subscore moved that was the lowest before' }),
    })
    .meta({ id: 'NudgeReport' }),
)
