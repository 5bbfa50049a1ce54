import type { NudgeAction } from '@uptake/sdk/nudges'
import { useNudgeAction } from './use-nudge-action.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'uptake-nudge': HTMLAttributes<HTMLElement> & RefAttributes<HTMLElement> & { 'slot-name': string }
    }
  }
}

/** A place for nudges in Uptake's own view: a banner where it stands, a tooltip at its anchor. */
export function NudgePlace({ slot }: { slot: string }) {
  const follow = useNudgeAction()
  const listen = (element: HTMLElement | null): (() => void) => {
    const onAction = (event: Event): void => {
      const { nudge, event: name } = (event as CustomEvent<NudgeAction>).detail
      follow(name, nudge)
    }
    element?.addEventListener('uptake:action', onAction)
    return () => element?.removeEventListener('uptake:action', onAction)
  }
  return <uptake-nudge slot-name={slot} ref={listen} />
}
