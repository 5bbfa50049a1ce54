import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { UptakeError } from '../errors.ts'

const OWNER_ALONE = 0o600

const VALUE = String.raw`(?:"[^"\n]*"|'[^'\n]*'|[^#"'\r\n][^#\r\n]*?|)`

/** What an `.env` says; empty where there is none. */
export const readEnvFile = (file: string): Record<string, string | undefined> => parseEnv(textOf(file))

/** Whether others than its owner may read a file. */
export const isReadableByOthers = (file: string): boolean => existsSync(file) && (statSync(file).mode & 0o077) !== 0

/** Adds lines at the end of an `.env`, or makes it. */
export function addToEnvFile(file: string, values: Readonly<Record<string, string>>): void {
  const before = textOf(file)
  const separator = before === '' || before.endsWith('\n') ? '' : '\n'
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
  write(file, `${before}${separator}${lines.join('')}`)
}

/**
 * Gives a name another value in an `.env`, and leaves everything else as it is.
 * @returns whether it could: not where the name stands on several lines, or its value does
 */
export function setInEnvFile(file: string, name: string, value: string): boolean {
  const before = textOf(file)
  if (!(name in parseEnv(before))) {
    addToEnvFile(file, { [name]: value })
    return true
  }
  const line = new RegExp(String.raw`^([ \t]*(?:export[ \t]+)?${name}[ \t]*=[ \t]*)${VALUE}([ \t]*(?:#.*)?\r?)$`, 'm')
  const after = before.replace(line, (_, head: string, end: string) => `${head}${value}${end}`)
  const changed = parseEnv(after)
  const others = { ...parseEnv(before), [name]: value }
  if (JSON.stringify(changed) !== JSON.stringify(others)) return false
  write(file, after)
  return true
}

const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** At once, so that nobody reads half of it, and never readable by others. */
function write(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file
  const unfinished = `${target}.${process.pid}`
  try {
    rmSync(unfinished, { force: true })
    writeFileSync(unfinished, text, { mode: OWNER_ALONE, flush: true })
    renameSync(unfinished, target)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UptakeError('invalid_file', `${file} could not be written: ${why}`, 'It is as it was.', cause)
  }
}
