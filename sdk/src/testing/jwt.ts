/** Returns an identity token as an app's server makes it, unsigned. */
export const jwt = (sub: string, endMs: number = Date.UTC(2027, 0, 1), nonce = 0): string =>
  `e30.${btoa(JSON.stringify({ sub, exp: endMs / 1_000, nonce }))}.x`
