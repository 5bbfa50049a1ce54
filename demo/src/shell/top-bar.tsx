import { useScore } from '@uptake/sdk/react'
import type { Ref } from 'react'
import { OfflineSwitch } from '../engagement/offline-switch.tsx'
import { Avatar } from '../people/avatar.tsx'
import { useTidemark } from '../tidemark.ts'
import { Icon } from '../ui/icon.tsx'

/** What the demo adds to the product: the offline switch, the window into Uptake, another person. */
export function TopBar({
  panelOpen,
  toggle,
  onTogglePanel,
}: {
  panelOpen: boolean
  toggle: Ref<HTMLButtonElement>
  onTogglePanel: () => void
}) {
  const { person, open } = useTidemark()
  const score = useScore()?.user.score
  return (
    <header className="top-bar">
      <OfflineSwitch />
      <button
        ref={toggle}
        type="button"
        className="button panel-toggle"
        aria-expanded={panelOpen}
        aria-controls="engagement"
        aria-label="Show engagement"
        onClick={onTogglePanel}
      >
        <Icon name="gauge" />
        {typeof score === 'number' ? Math.round(score) : '–'}
      </button>
      <button
        type="button"
        className="person-button"
        aria-label={`Switch person, now ${person.name}`}
        aria-haspopup="dialog"
        onClick={() => open({ dialog: 'people' })}
      >
        <Avatar name={person.name} />
        <span className="person-name">{person.name}</span>
        <Icon name="swap" />
      </button>
    </header>
  )
}
