/**
 * Watches the life of the page.
 * @param onLeave - it may be gone at any time from now on
 * @param onSleep - it must hold nothing that others need, nor what keeps it out of the back–forward cache
 * @param onWake - it is seen again
 */
export function watchPage(onLeave: () => void, onSleep: () => void, onWake: () => void, onOnline: () => void): void {
  // What happens to the document passes by the window first.
  const watch = (name: string, run: () => void): void => addEventListener(name, run, true)
  watch('visibilitychange', () => (document.hidden ? onLeave : onWake)())
  watch('pagehide', () => {
    onLeave()
    onSleep()
  })
  watch('freeze', onSleep)
  watch('resume', onWake)
  watch('pageshow', onWake)
  watch('online', onOnline)
}
