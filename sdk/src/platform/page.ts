export interface PageEvents {
  /** The page may be gone at any time from now on. */
  onLeave: () => void
  /** It sleeps: it must hold nothing that others need, nor what keeps it out of the back–forward cache. */
  onSleep: () => void
  onWake: () => void
  onOnline: () => void
}

export function watchPage({ onLeave, onSleep, onWake, onOnline }: PageEvents): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') onLeave()
  })
  window.addEventListener('pagehide', () => {
    onLeave()
    onSleep()
  })
  document.addEventListener('freeze', onSleep)
  document.addEventListener('resume', onWake)
  window.addEventListener('pageshow', onWake)
  window.addEventListener('online', onOnline)
}
