/** Returns a random whole number in [0, 2³²). `Math.random` is no good for ids: some browsers seed it alike. */
export function random32(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!
}

/** Returns a random number in [0, 1). */
export function random(): number {
  return random32() / 2 ** 32
}
