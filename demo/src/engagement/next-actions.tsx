import type { NextAction } from '@uptake/sdk'
import { labelOfAction } from './words.ts'

const SHOWN = 4

/** What the person could do now, and what each would add to the score. */
export function NextActions({ actions }: { actions: readonly NextAction[] }) {
  const worthwhile = actions.filter(({ gain }) => gain >= 0.05).slice(0, SHOWN)
  if (worthwhile.length === 0) return null
  return (
    <div>
      <h3>Would raise it most</h3>
      <ol className="gains" aria-label="Next actions">
        {worthwhile.map(({ action, gain }) => (
          <li key={action} data-action={action}>
            <span>{labelOfAction(action)}</span>
            <span className="gain">+{gain.toFixed(1)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
