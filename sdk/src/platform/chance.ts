/** Returns a random number in [0, 1), of 32 bits. `Math.random` is no good for ids: some browsers seed it alike. */
export function random(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32
}
