import type { Model } from '../../model/types.ts'
import type { ActivationReport, ActivationStep } from '../../wire/overview.ts'
import { isInTime } from '../activation.ts'
import type { Day } from '../history.ts'
import type { Usage } from './usage.ts'

/** Sums up how far users come on the way to first value. */
export interface Funnel {
  add(firstDay: Day, usage: Usage): void
  /** Null where the model asks for none. */
  result(): ActivationReport | null
}

/** Makes what sums up activation on a day. Who still has time has stopped nowhere yet. */
export function createFunnel({ activation }: Model, today: Day): Funnel {
  if (!activation) return { add: () => undefined, result: () => null }
  const { actions, withinDays } = activation
  const steps = actions.map((action): ActivationStep => ({ action, done: 0, doneInTime: 0, stopped: 0, underway: 0 }))
  let users = 0
  let completed = 0
  let completedInTime = 0

  return {
    add(firstDay, usage) {
      users += 1
      let next: ActivationStep | null = null
      let inTime = 0
      for (const step of steps) {
        const days = Object.hasOwn(usage.activation, step.action) ? usage.activation[step.action] : undefined
        if (days === undefined) {
          next ??= step
          continue
        }
        step.done += 1
        if (!isInTime(days, withinDays)) continue
        step.doneInTime += 1
        inTime += 1
      }
      if (next) next[isInTime(today - firstDay, withinDays) ? 'underway' : 'stopped'] += 1
      else completed += 1
      if (inTime === steps.length) completedInTime += 1
    },
    result: () => ({ withinDays, users, completed, completedInTime, steps: steps.map((step) => ({ ...step })) }),
  }
}
