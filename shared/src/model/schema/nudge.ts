import * as z from 'zod'
import type { NudgeInput } from '../types.ts'
import { above0, oneOf, strict, text } from './pieces.ts'

/** A rule that shows a message in the host app. */
export const nudge: z.ZodType<NudgeInput> = strict({
  id: text('Give the nudge an id of its own.'),
  deliver: z.literal('app', { error: 'Write "app".' }),
  slot: text('Name the place in the app where it shows.'),
  kind: oneOf(['banner', 'tooltip', 'custom']),
  title: z.string({ error: 'Write its title.' }),
  body: z.string({ error: 'Write its text.' }),
  when: strict({ weakest: text('Name a dimension of the model.') }),
  goal: strict({
    action: text('Name an action of the model.'),
    withinDays: above0('Days after it was shown: a finite number above 0.').exactOptional(),
  }),
  action: strict({
    label: text('Write what the button says.'),
    event: text('Name the event of the app that it leads to.').exactOptional(),
    href: text('Write the address that it leads to.').exactOptional(),
  }).exactOptional(),
  anchor: text('Write the selector of the element that it points at.').exactOptional(),
  data: z.unknown().exactOptional(),
})
