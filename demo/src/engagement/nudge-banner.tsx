import type { Nudge } from '@uptake/sdk'
import { useNudge } from '@uptake/sdk/react'
import { Icon } from '../ui/icon.tsx'

/** The nudge of a place in the app, as the app draws it. `onAway` hears when it was sent away, to put the focus elsewhere. */
export function NudgeBanner({
  slot,
  onAction,
  onAway,
}: {
  slot: string
  onAction: (event: string | undefined, nudge: Nudge) => void
  onAway: () => void
}) {
  const shown = useNudge(slot)
  if (shown === null) return null
  const { id, title, body, action } = shown.nudge
  return (
    <section className="nudge" aria-label="Suggestion" data-nudge={id}>
      <div className="nudge-words">
        <h2>{title}</h2>
        <p>{body}</p>
      </div>
      <div className="nudge-actions">
        {action !== undefined && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => {
              shown.click()
              onAction(action.event, shown.nudge)
            }}
          >
            {action.label}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            shown.snooze(3)
            onAway()
          }}
        >
          Later
        </button>
        <button
          type="button"
          className="button-icon"
          aria-label="Dismiss"
          onClick={() => {
            shown.dismiss()
            onAway()
          }}
        >
          <Icon name="close" />
        </button>
      </div>
    </section>
  )
}
