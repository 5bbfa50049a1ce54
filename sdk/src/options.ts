import { nearest } from '@uptake/shared/model'
import { UptakeError } from './error.ts'
import type { UptakeOptions } from './types.ts'

const NUMBERS = {
  sendDelayMs: 200,
  retryMinMs: 1_000,
  retryMaxMs: 300_000,
  maxMessages: 10_000,
  maxBytes: 5_000_000,
  maxAgeDays: 30,
}
const NAMES = ['host', 'writeKey', 'userId', 'token', 'onDrop', 'warn', ...Object.keys(NUMBERS)]
const FUNCTIONS = ['token', 'onDrop', 'warn']

/** The options with their defaults filled in; `host` is absolute and ends without a slash. */
export type Settings = UptakeOptions & typeof NUMBERS & Required<Pick<UptakeOptions, 'warn'>>

/**
 * Checks the options and fills in the defaults.
 * @param base - what a `host` without an origin is relative to
 * @throws UptakeError `missing_option`, `unknown_option`, `invalid_option`
 */
export function checkOptions(options: UptakeOptions, base: string, warn: (message: string) => void): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) checkOption(name, value)
  for (const name of ['host', 'writeKey'] as const) {
    if (!options[name]) throw new UptakeError('missing_option', `"${name}" is missing`, 'It tells where to send.')
  }
  const numbers: typeof NUMBERS = { ...NUMBERS, ...Object.fromEntries(given.filter(([name]) => name in NUMBERS)) }
  return { ...options, ...numbers, host: toAddress(options.host, base), warn: options.warn ?? warn }
}

function checkOption(name: string, value: unknown): void {
  if (!NAMES.includes(name)) {
    const near = nearest(name, NAMES)
    const hint = near ? `Did you mean "${near}"?` : `The options are ${NAMES.join(', ')}.`
    throw new UptakeError('unknown_option', `There is no option "${name}"`, hint)
  }
  const type = FUNCTIONS.includes(name) ? 'function' : name in NUMBERS ? 'number' : 'string'
  if (typeof value !== type || (typeof value === 'number' && !(value >= 0))) {
    throw new UptakeError('invalid_option', `"${name}" cannot be ${String(value)}`, `Pass a ${type}.`)
  }
}

function toAddress(host: string, base: string): string {
  try {
    const url = new URL(host, base)
    if (/^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  } catch {
    // Said below, as any other scheme is.
  }
  throw new UptakeError('invalid_option', `"host" is not an address (${host})`, 'Pass "https://…" or "/path".')
}
