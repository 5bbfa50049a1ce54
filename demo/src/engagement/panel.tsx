import { useScore } from '@uptake/sdk/react'
import { useEffect, useRef } from 'react'
import { Icon } from '../ui/icon.tsx'
import { AccountScore } from './account-score.tsx'
import { Activation } from './activation.tsx'
import { Delivery } from './delivery.tsx'
import { NextActions } from './next-actions.tsx'
import { NudgePreviews } from './nudge-previews.tsx'
import { PersonScore } from './person-score.tsx'
import { Subscores } from './subscores.tsx'

/** The window into Uptake that a real product would not show: what is known of the person who is using it now. */
export function EngagementPanel({
  name,
  account,
  open,
  onClose,
}: {
  name: string
  account: string
  open: boolean
  onClose: () => void
}) {
  const me = useScore()
  const close = useRef<HTMLButtonElement>(null)
  // Opened as a drawer, it takes the focus; where there is room it is always there, and `open` stays false.
  useEffect(() => {
    if (open) close.current?.focus()
  }, [open])
  return (
    <section
      id="engagement"
      className="panel"
      data-open={open}
      aria-label="Engagement"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) onClose()
      }}
    >
      <header className="panel-head">
        <h2 className="eyebrow">What Uptake sees</h2>
        <button
          ref={close}
          type="button"
          className="button-icon panel-close"
          aria-label="Close engagement"
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </header>
      <PersonScore name={name} score={me?.user ?? null} />
      {me?.user.subscores && <Subscores subscores={me.user.subscores} />}
      {me?.activation && <Activation {...me.activation} />}
      {me !== null && <NextActions actions={me.nextActions} />}
      {me?.account && <AccountScore name={account} score={me.account} />}
      <NudgePreviews />
      <Delivery />
    </section>
  )
}
