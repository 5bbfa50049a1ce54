import { useCallback, useState } from 'react'
import { changeWorkspace, type Change } from './change.ts'
import { seedWorkspace } from './seed.ts'
import type { Workspace } from './types.ts'

const keyOf = (account: string): string => `tidemark.workspace.${account}`

function readWorkspace(account: string): Workspace {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(account)) ?? 'null')
    if (isWorkspace(stored)) return stored
  } catch {
    // Storage refused, or not ours to read: the story starts anew.
  }
  return seedWorkspace(account, Date.now())
}

function isWorkspace(stored: unknown): stored is Workspace {
  return typeof stored === 'object' && stored !== null && 'reports' in stored && 'runs' in stored
}

/** An account's workspace, kept in this browser. Mount it anew for another account. */
export function useWorkspace(account: string): readonly [Workspace, (change: Change) => void] {
  const [workspace, setWorkspace] = useState(() => readWorkspace(account))
  const apply = useCallback(
    (change: Change) =>
      setWorkspace((before) => {
        const after = changeWorkspace(before, change)
        try {
          localStorage.setItem(keyOf(account), JSON.stringify(after))
        } catch {
          // A full or forbidden storage costs the demo its memory, nothing else.
        }
        return after
      }),
    [account],
  )
  return [workspace, apply]
}
