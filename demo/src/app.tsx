import { useMemo, useRef, useState } from 'react'
import { OpenedDialog } from './dialogs/opened-dialog.tsx'
import { track } from './engagement/client.ts'
import { EngagementPanel } from './engagement/panel.tsx'
import type { Who } from './people/whoever.ts'
import { useRoute } from './route.ts'
import { CurrentPage } from './shell/page.tsx'
import { Sidebar } from './shell/sidebar.tsx'
import { Toast } from './shell/toast.tsx'
import { TopBar } from './shell/top-bar.tsx'
import { usePageFocus } from './shell/use-page-focus.ts'
import { useToast } from './shell/use-toast.ts'
import { TidemarkProvider, type Opened, type Tidemark } from './tidemark.ts'
import { createDeeds } from './workspace/deeds.ts'
import { useWorkspace } from './workspace/store.ts'

/** The product, for one person of one account. Mount it anew for another. */
export function App({ who, onSwitch }: { who: Who; onSwitch: (who: Who) => void }) {
  const { account, person } = who
  const route = useRoute()
  usePageFocus(route)
  const [workspace, apply] = useWorkspace(account.id)
  const [opened, open] = useState<Opened | null>(null)
  const [panelOpen, setPanelOpen] = useState(false)
  const panelToggle = useRef<HTMLButtonElement>(null)
  const [said, say] = useToast()
  const deeds = useMemo(
    () => createDeeds({ person: person.id, apply, track, now: Date.now, newId: () => crypto.randomUUID() }),
    [person.id, apply],
  )
  const tidemark = useMemo<Tidemark>(
    () => ({ account, person, workspace, deeds, open, say }),
    [account, person, workspace, deeds, say],
  )
  const closePanel = (): void => {
    setPanelOpen(false)
    panelToggle.current?.focus()
  }
  return (
    <TidemarkProvider value={tidemark}>
      <div className="shell">
        <Sidebar page={route.page} account={account.name} />
        <TopBar panelOpen={panelOpen} toggle={panelToggle} onTogglePanel={() => setPanelOpen(!panelOpen)} />
        <main className="main">
          <CurrentPage route={route} />
        </main>
        {panelOpen && <div className="scrim" onClick={closePanel} />}
        <EngagementPanel name={person.name} account={account.name} open={panelOpen} onClose={closePanel} />
      </div>
      <Toast words={said} />
      <OpenedDialog opened={opened} onSwitch={onSwitch} onClose={() => open(null)} />
    </TidemarkProvider>
  )
}
