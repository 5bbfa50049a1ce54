import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { PATHS } from './paths.ts'

/**
 * Lets the collector's own CLI write what is missing of `demo/.env`, and returns the public write key in it.
 * @throws Error where that fails.
 */
export async function ensureWriteKey(): Promise<string> {
  // Its words go to standard error: standard output is for the addresses.
  const init = spawn(process.execPath, [PATHS.collector, 'init', '--config', PATHS.config], {
    stdio: ['ignore', 2, 2],
  })
  const code = await new Promise((resolve) => void init.once('exit', resolve))
  if (code !== 0) throw new Error(`uptake init failed: exit code ${String(code)}`)
  const writeKey = parseEnv(await readFile(PATHS.env, 'utf8')).UPTAKE_WRITE_KEY
  if (writeKey === undefined || writeKey === '') throw new Error(`no UPTAKE_WRITE_KEY in ${PATHS.env}`)
  return writeKey
}
