/** Whether there is one: not on a server. */
export const isPage: boolean = typeof document !== 'undefined'

/** Whether nobody sees the page: it is in the background, or made ready to be shown. */
export const isHidden = (): boolean => document.hidden

/**
 * Watches the life of the page.
 * @param onLeave - it may be gone at any time from now on; where it `isGone`, it must hold nothing that others need, nor
 *   what keeps it out of the back–forward cache
 * @param onWake - it is seen again, or online again
 */
export function watchPage(onLeave: (isGone: boolean) => void, onWake: () => void): void {
  const onGone = (): void => onLeave(true)
  const listeners = {
    visibilitychange: () => (document.hidden ? onLeave(false) : onWake()),
    pagehide: onGone,
    freeze: onGone,
    resume: onWake,
    pageshow: onWake,
    online: onWake,
  }
  // What happens to the document passes by the window first.
  for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener, true)
}
