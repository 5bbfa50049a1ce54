/** The constants in which the built app finds its collector; declared for it in `src/env.d.ts`. */
export function toDefine({ host, writeKey }: { host: string; writeKey: string }): Record<string, string> {
  return { UPTAKE_HOST: JSON.stringify(host), UPTAKE_WRITE_KEY: JSON.stringify(writeKey) }
}
