import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { PATHS } from './paths.ts'

/**
 * Lets the collector's own CLI write what is missing of `demo/.env`, and returns the first public write key in it.
 * @throws Error where that fails.
 */
export async function ensureWriteKey(): Promise<string> {
  const init = spawn(process.execPath, [PATHS.collector, 'init', '--config', PATHS.config])
  const words: string[] = []
  for (const stream of [init.stdout, init.stderr]) stream.on('data', (chunk) => words.push(String(chunk)))
  const code = await new Promise((resolve) => void init.once('close', resolve))
  if (code !== 0) throw new Error(`uptake init failed (exit code ${String(code)}):\n${words.join('')}`)
  const writeKey = parseEnv(await readFile(PATHS.env, 'utf8')).UPTAKE_WRITE_KEY?.split(',')[0]
  if (writeKey === undefined || writeKey === '') throw new Error(`no UPTAKE_WRITE_KEY in ${PATHS.env}`)
  return writeKey
}
