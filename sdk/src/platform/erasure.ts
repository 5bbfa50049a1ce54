/**
 * Tells the other tabs of an origin, by the name of it, that everything was erased: those too that are frozen, for which no
 * message waits. Nothing of it stays.
 */
export function tellErased(name: string): void {
  try {
    localStorage.setItem(name, '')
    localStorage.removeItem(name)
  } catch {
    // Forbidden: those that are awake have a message.
  }
}

/** Calls back when another tab tells so. */
export function watchErased(name: string, onErased: () => void): void {
  addEventListener('storage', ({ key }) => key === name && onErased())
}
