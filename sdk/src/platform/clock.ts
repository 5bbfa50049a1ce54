/** The one clock of the SDK. The script tag's entry sets it back while it repeats what was called before it was there. */
export const clock = { now: (): number => Date.now() }
