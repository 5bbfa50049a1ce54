import * as z from 'zod'
import type { NudgeInput, WebhooksInput } from '../types.ts'
import { condition } from './condition.ts'
import { above0, id, oneOf, strict, text, whole } from './pieces.ts'

/** Whether it comes through JSON, as everything does that goes to an app or a receiver. */
function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}
const HOLDOUT = 'The share that is held out lies at 0 or above, and at 1 or below.'

const common = {
  id: id('Give the nudge an id of its own, of 1 to 255 characters without control characters.'),
  when: condition,
  goal: strict({
    action: text('Name an action of the model.'),
    withinDays: above0('Days after it was shown: a finite number above 0.').exactOptional(),
  }).exactOptional(),
  holdout: z.number({ error: HOLDOUT }).min(0, { error: HOLDOUT }).max(1, { error: HOLDOUT }).exactOptional(),
  data: z.custom<unknown>(isJson, { error: 'Write what JSON can hold.' }).exactOptional(),
}

const HREF = 'Write an http, https or mailto address, or one within the app such as "/reports".'
/** One that a browser opens, never one that it runs. It skips blanks where it looks for a scheme, so any colon may end one. */
const isHref = (href: string): boolean => /^(https?|mailto):/i.test(href) || !/^[^/?#]*:/.test(href)

const ONLY_APP = 'It belongs to a rule with "deliver": "app".'
const ONLY_WEBHOOK = 'It belongs to a rule with "deliver": "webhook".'
const DUE = 'So many days from Monday to Friday: a whole number from 1 to 260, which is a year.'

const appOnly = {
  slot: text('Name the place in the app where it shows.'),
  kind: oneOf(['banner', 'tooltip', 'custom']),
  title: z.string({ error: 'Write its title.' }),
  body: z.string({ error: 'Write its text.' }),
  priority: z.number({ error: 'The greater goes first: write a finite number.' }).exactOptional(),
  critical: z.boolean({ error: 'Write true or false.' }).exactOptional(),
  action: strict({
    label: text('Write what the button says.'),
    event: text('Name the event of the app that it leads to.').exactOptional(),
    href: text(HREF).refine(isHref, { error: HREF }).exactOptional(),
  }).exactOptional(),
  anchor: text('Write the selector of the element that it points at.').exactOptional(),
}
const webhookOnly = {
  about: oneOf(['user', 'account']).exactOptional(),
  dueInBusinessDays: whole(DUE).max(260, { error: DUE }).exactOptional(),
}
const keysOf = (shape: object, hint: string) => Object.fromEntries(Object.keys(shape).map((key) => [key, hint]))

/** A rule that shows a message in the host app, or sends a request. */
export const nudge: z.ZodType<NudgeInput> = z.discriminatedUnion(
  'deliver',
  [
    strict({ deliver: z.literal('app'), ...common, ...appOnly }, keysOf(webhookOnly, ONLY_WEBHOOK)),
    strict({ deliver: z.literal('webhook'), ...common, ...webhookOnly }, keysOf(appOnly, ONLY_APP)),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' ? 'Write "app" or "webhook".' : 'Write { "id": …, "deliver": …, "when": … }.',
  },
)

const URL = 'Write an https address without a user name or password, such as "https://example.com/uptake".'
/** Where webhook rules send to. */
export const webhooks: z.ZodType<WebhooksInput> = strict({
  url: z.url({ protocol: /^https?$/, error: URL }).regex(/^https?:\/\/[^\s/?#\\@]+(?:[/?#]|$)/i, { error: URL }),
  allowPrivate: z.boolean({ error: 'Write true or false.' }).exactOptional(),
})
