declare global {
  function shiftClock(ms: number): void
}

/** Runs in a page before its own scripts: its clock goes wrong by so much, and by another with `shiftClock`. */
export function wrongClock(initialMs: number): void {
  const Right = Date
  let shiftMs = initialMs
  globalThis.shiftClock = (ms) => {
    shiftMs = ms
  }
  globalThis.Date = class extends Right {
    constructor(...given: []) {
      if (given.length === 0) super(Right.now() + shiftMs)
      else super(...given)
    }
    static override now(): number {
      return Right.now() + shiftMs
    }
  } as DateConstructor
}

/** Runs in a page before its own scripts: none of its storage may be touched. */
export function forbidStorage(): void {
  for (const name of ['indexedDB', 'localStorage', 'sessionStorage'] as const) {
    const get = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    Object.defineProperty(globalThis, name, { get })
  }
}

/** Runs in a page before its own scripts: an older browser, or an insecure context. */
export function forbidLocks(): void {
  Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })
}

/** Runs in a page before its own scripts: the visitor has asked not to be followed. */
export function askForPrivacy(): void {
  Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })
}
