import config from '../../uptake.config.ts'

const toWords = (name: string): string => {
  const words = name.replaceAll(/[-_]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a person reads for an action, as the configuration has it. */
export function labelOfAction(action: string): string {
  const actions: Readonly<Record<string, { readonly label?: string }>> = config.model.actions
  return actions[action]?.label ?? toWords(action)
}

export const labelOfDimension = toWords
export const labelOfBand = toWords

/** The action that a nudge is there for; null for a nudge this build does not know. */
export function goalOfNudge(id: string): string | null {
  return config.nudges?.find((nudge) => nudge.id === id)?.goal?.action ?? null
}

/** "1 more day and 2 more events", from what a score still needs; empty where it needs nothing. */
export function needsInWords({ days, events }: { readonly days: number; readonly events: number }): string {
  const parts = [
    days > 0 ? `${days} more ${days === 1 ? 'day' : 'days'}` : '',
    events > 0 ? `${events} more ${events === 1 ? 'action' : 'actions'} of value` : '',
  ]
  return parts.filter((part) => part !== '').join(' and ')
}
