// oxlint-disable unicorn/no-array-sort -- toSorted is younger than the browsers that are served
import { none } from './core/none.ts'
import { UptakeError } from './error.ts'
import type { UptakeOptions } from './types.ts'

const DEFAULTS = {
  host: '',
  writeKey: '',
  userId: '',
  preview: '',
  token: none as () => string | Promise<string>,
  consent: 'granted',
  respectPrivacySignal: false,
  sendDelayMs: 200,
  retryMinMs: 1_000,
  retryMaxMs: 300_000,
  maxMessages: 10_000,
  maxBytes: 5_000_000,
  maxAgeDays: 30,
  onDrop: none,
  // oxlint-disable-next-line no-console -- the one place where the SDK speaks
  warn: (message: string): void => console.warn(message),
}

/** The options with their defaults filled in; `host` ends without a slash. */
export type Settings = Required<UptakeOptions>

/**
 * Checks the options and fills in the defaults.
 * @throws UptakeError `unknown_option`, `invalid_option`
 */
export function checkOptions(options: UptakeOptions): Settings {
  const settings: Record<string, unknown> = { ...DEFAULTS }
  for (const [name, value = settings[name]] of Object.entries(options)) {
    const type = typeof settings[name]
    if (!(name in DEFAULTS)) throw new UptakeError('unknown_option', name, `did you mean "${nearest(name)}"?`)
    if (typeof value !== type || (type === 'number' && !((value as number) >= 0)))
      throw new UptakeError('invalid_option', name, `pass a ${type}`)
    settings[name] = value
  }
  const { host, writeKey } = settings as unknown as Settings
  if (!/^(https?:\/)?\/./.test(host)) throw new UptakeError('invalid_option', 'host', 'pass "https://…" or "/path"')
  if (!writeKey) throw new UptakeError('invalid_option', 'writeKey', 'pass a string')
  return { ...(settings as unknown as Settings), host: host.replace(/\/$/, '') }
}

/** Returns the option that shares the most pairs of letters with a name. */
function nearest(name: string): string | undefined {
  const likeness = (option: string): number =>
    name.split('').filter((_, i) => option.includes(name.slice(i, i + 2))).length
  return Object.keys(DEFAULTS).sort((a, b) => likeness(b) - likeness(a))[0]
}
