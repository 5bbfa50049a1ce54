import { useEffect, useRef } from 'react'
import { Icon } from '../ui/icon.tsx'
import { nudgeLife } from './client.ts'
import { useNudge } from './use-engagement.ts'

/** The nudge of a place in the app, as a banner. `onAway` hears when it was sent away, to put the focus elsewhere. */
export function NudgeBanner({
  slot,
  onAction,
  onAway,
}: {
  slot: string
  onAction: (event: string) => void
  onAway: () => void
}) {
  const nudge = useNudge(slot)
  const reported = useRef<string>(null)
  useEffect(() => {
    if (nudge === null || reported.current === nudge.id) return
    reported.current = nudge.id
    nudgeLife.shown(nudge)
  }, [nudge])

  if (nudge === null || nudge.held === true) return null
  const { action } = nudge
  return (
    <section className="nudge" aria-label="Suggestion" data-nudge={nudge.id}>
      <div className="nudge-words">
        <h2>{nudge.title}</h2>
        <p>{nudge.body}</p>
      </div>
      <div className="nudge-actions">
        {action !== undefined && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => {
              nudgeLife.clicked(nudge)
              onAction(action.event ?? '')
            }}
          >
            {action.label}
          </button>
        )}
        <button
          type="button"
          className="button"
          onClick={() => {
            nudgeLife.snoozed(nudge)
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
            nudgeLife.dismissed(nudge)
            onAway()
          }}
        >
          <Icon name="close" />
        </button>
      </div>
    </section>
  )
}
