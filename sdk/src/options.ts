import { nearest } from '@uptake/shared/model'
import { UptakeError } from './error.ts'
import type { UptakeOptions } from './types.ts'

const DEFAULTS = {
  sendDelayMs: 200,
  retryMinMs: 1_000,
  retryMaxMs: 300_000,
  maxMessages: 10_000,
  maxBytes: 5_000_000,
  maxAgeDays: 30,
  warn(message: string): void {
    // oxlint-disable-next-line no-console -- the one place where the SDK speaks
    console.warn(`[uptake] ${message}`)
  },
}
/** What the options' values are like. */
const LIKE: Record<string, unknown> = {
  ...DEFAULTS,
  host: '',
  writeKey: '',
  userId: '',
  token: DEFAULTS.warn,
  onDrop: DEFAULTS.warn,
}

/** The options with their defaults filled in; `host` is absolute and ends without a slash. */
export type Settings = UptakeOptions & typeof DEFAULTS

/**
 * Checks the options and fills in the defaults.
 * @param base - what a `host` without an origin is relative to
 * @throws UptakeError `missing_option`, `unknown_option`, `invalid_option`
 */
export function checkOptions(options: UptakeOptions, base: string): Settings {
  // An option given as undefined, or as empty text, is one left out.
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== '')
  for (const [name, value] of given) {
    const type = typeof LIKE[name]
    const wanted = nearest(name, Object.keys(LIKE))
    if (!(name in LIKE)) throw new UptakeError('unknown_option', `no option "${name}"`, `did you mean "${wanted}"?`)
    if (typeof value !== type || (type === 'number' && !(Number(value) >= 0))) {
      throw new UptakeError('invalid_option', `"${name}" cannot be ${String(value)}`, `pass a ${type}`)
    }
  }
  for (const name of ['host', 'writeKey'] as const) {
    if (!options[name]) throw new UptakeError('missing_option', `"${name}" is missing`, 'pass it')
  }
  const clean: Partial<UptakeOptions> = Object.fromEntries(given)
  return { ...DEFAULTS, ...clean, writeKey: options.writeKey, host: toAddress(options.host, base) }
}

function toAddress(host: string, base: string): string {
  try {
    const { href, protocol } = new URL(host, base)
    if (/^https?:$/.test(protocol)) return href.replace(/\/+$/, '')
  } catch {
    // Said below, like any other scheme.
  }
  throw new UptakeError('invalid_option', `"host" cannot be ${host}`, 'pass "https://…" or "/path"')
}
