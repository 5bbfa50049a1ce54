import * as z from 'zod'
import { get } from '../get.ts'
import type { UptakeConfig } from '../types.ts'
import { modelSchema } from './model.ts'
import { nudge, webhooks } from './nudge.ts'
import { above0, oneOf, strict } from './pieces.ts'

const ORIGIN = 'An origin is scheme, host and port without a path, such as "https://app.example.com".'
const common = {
  nudges: z.array(nudge, { error: 'Write a list of nudges.' }).exactOptional(),
  identity: oneOf(['open', 'verify', 'trust']).exactOptional(),
  origins: z
    .array(z.string({ error: ORIGIN }).regex(/^[a-z][a-z\d+.-]*:\/\/[^\s/?#]+$/i, { error: ORIGIN }), { error: ORIGIN })
    .exactOptional(),
  retentionDays: above0('Days that messages are kept for: a finite number above 0.').exactOptional(),
  snapshot: oneOf(['daily', 'weekly', 'monthly']).exactOptional(),
  webhooks: webhooks.exactOptional(),
}

/** The schema of a configuration whose model has the form that it is meant to have. */
export const configSchema = (config: unknown): z.ZodType<UptakeConfig> =>
  strict({ model: modelSchema(get(config, 'model')), ...common })
