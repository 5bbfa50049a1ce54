/**
 * Does something with what the tabs of an origin share at once: `localStorage`. Returns undefined where it is forbidden, full, or
 * holds what is not ours.
 */
export function local<Result>(use: (storage: globalThis.Storage) => Result): Result | undefined {
  try {
    return use(localStorage)
  } catch {
    return undefined
  }
}

/** Calls back with the new value when another tab has changed the value of a name, also while this one was frozen. */
export function watchLocal(name: string, onChange: (value: string | null) => void): void {
  addEventListener('storage', ({ key, newValue }) => key === name && onChange(newValue))
}
