export interface PageEvents {
  /** The page may be gone at any time from now on. */
  onLeave: () => void
  /** It sleeps: it must hold nothing that others need, nor what keeps it out of the back–forward cache. */
  onSleep: () => void
  /** It is seen again. */
  onWake: () => void
  onOnline: () => void
}

export function watchPage({ onLeave, onSleep, onWake, onOnline }: PageEvents): void {
  document.addEventListener('visibilitychange', () => (document.hidden ? onLeave : onWake)())
  document.addEventListener('freeze', onSleep)
  document.addEventListener('resume', onWake)
  window.addEventListener('pagehide', () => {
    onLeave()
    onSleep()
  })
  window.addEventListener('pageshow', onWake)
  window.addEventListener('online', onOnline)
}
