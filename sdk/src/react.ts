import type { UptakeConfig } from '@uptake/shared/model'
import type { Me } from '@uptake/shared/wire'
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react'
import type { Engagement, Nudge, Uptake } from './types.ts'

/** A client of any configuration. */
export type AnyUptake = Engagement & { readonly track: (event: never, ...properties: never) => void }

/** A nudge to render, and what its user may do with it. */
export interface ShownNudge {
  readonly nudge: Nudge
  /** Its button was pressed. */
  readonly click: () => void
  /** Sends it away. */
  readonly dismiss: () => void
  /** Sends it away for so many days. */
  readonly snooze: (days: 1 | 3 | 7) => void
  /** Sends it away for good. */
  readonly complete: () => void
}

const Context = /* @__PURE__ */ createContext<AnyUptake | null>(null)

/** Gives the client to the hooks below it: the one that `createUptake` made, once for the app. */
export function UptakeProvider(props: { readonly client: AnyUptake; readonly children?: ReactNode }): ReactElement {
  return createElement(Context.Provider, { value: props.client }, props.children)
}

function useClient(): AnyUptake {
  const client = useContext(Context)
  if (!client) throw new Error('no <UptakeProvider client={…}> above this component')
  return client
}

/** What was told last; null on a server, and before anything was. */
function useLatest<Value>(subscribe: (tell: (value: Value | null) => void) => () => void): Value | null {
  const [follow, latest] = useMemo(() => {
    let value: Value | null = null
    const start = (onChange: () => void): (() => void) => {
      const stop = subscribe((next) => {
        value = next
        onChange()
      })
      return () => {
        stop()
        value = null
      }
    }
    return [start, () => value] as const
  }, [subscribe])
  return useSyncExternalStore(follow, latest, latest)
}

/**
 * Returns `track` of the client above, typed by a configuration: `useTrack<typeof config>()`.
 * @throws Error where there is no `UptakeProvider` above
 */
export function useTrack<Config extends UptakeConfig = UptakeConfig>(): Uptake<Config>['track'] {
  return useClient().track as Uptake<Config>['track']
}

/**
 * Returns the newest known score of the person who is here, with their nudges and next actions; null where none is known.
 * @throws Error where there is no `UptakeProvider` above
 */
export function useScore(): Me | null {
  return useLatest(useClient().me.subscribe)
}

/**
 * Returns the nudge to render in a slot, without one in any; null where there is none. It is reported as shown when the
 * component has been rendered with it.
 * @throws Error where there is no `UptakeProvider` above
 */
export function useNudge(slot?: string): ShownNudge | null {
  const { nudges } = useClient()
  const subscribe = useCallback(
    (tell: (nudge: Nudge | null) => void) =>
      slot === undefined ? nudges.subscribe(tell) : nudges.subscribe(slot, tell),
    [nudges, slot],
  )
  const nudge = useLatest(subscribe)
  useEffect(() => {
    if (nudge) nudges.shown(nudge)
  }, [nudges, nudge])
  return useMemo(
    () =>
      nudge && {
        nudge,
        click: () => nudges.clicked(nudge),
        dismiss: () => nudges.dismissed(nudge),
        snooze: (days) => nudges.snoozed(nudge, days),
        complete: () => nudges.completed(nudge),
      },
    [nudges, nudge],
  )
}
