import type { EventName, PropertiesOf } from '@uptake/shared'
import { pick, wholeBetween, type Random } from '../random.ts'
import type { Account } from '../src/people/accounts.ts'
import type config from '../uptake.config.ts'
import type { Persona } from './personas.ts'

type Actions = (typeof config)['model']['actions']
type Action = EventName<typeof config>
interface Setting {
  readonly random: Random
  readonly account: Account
  readonly persona: Persona
}

const properties: { readonly [A in Action]: (setting: Setting) => PropertiesOf<Actions[A]> } = {
  report_created: ({ random, account }) => ({
    source: pick(random, account.sources),
    rows: wholeBetween(random, 80, 4200),
  }),
  report_shared: ({ random, persona }) => ({ with: [pick(random, persona.colleagues)] }),
  comment_added: ({ random, persona }) => ({ with: [pick(random, persona.colleagues)] }),
  rows_imported: ({ random, account }) => ({
    source: pick(random, account.sources),
    rows: wholeBetween(random, 2, 24) * 50,
  }),
  integration_connected: ({ random }) => ({ integration: pick(random, ['slack', 'google-sheets', 'postgresql']) }),
  automation_run: ({ random }) => ({ automation: pick(random, ['weekly-digest', 'late-alerts', 'monthly-archive']) }),
  signed_in: () => ({}),
}

/** The properties of one such action as this person would send them. */
export function propertiesOf(action: Action, setting: Setting): Record<string, unknown> {
  return properties[action](setting)
}

/** An action drawn by the weights of the person's habits; null where they have none. */
export function drawAction(random: Random, habits: Persona['habits']): Action | null {
  let rest = random() * habits.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [action, weight] of habits) {
    rest -= weight
    if (rest < 0) return action
  }
  return null
}
