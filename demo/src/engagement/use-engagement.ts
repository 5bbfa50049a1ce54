import type { Me, Nudge } from '@uptake/sdk'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { connection, uptake } from './client.ts'
import type { ConnectionState } from './connection.ts'

/** What Uptake knows of the person who is there; null until the first answer. */
export function useMe(): Me | null {
  const [me, setMe] = useState<Me | null>(null)
  useEffect(() => uptake.me.subscribe(setMe), [])
  return me
}

/** The nudge for a place in the app; null where there is none. */
export function useNudge(slot: string): Nudge | null {
  const [nudge, setNudge] = useState<Nudge | null>(null)
  useEffect(() => uptake.nudges.subscribe(slot, setNudge), [slot])
  return nudge
}

export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.subscribe, connection.get)
}
