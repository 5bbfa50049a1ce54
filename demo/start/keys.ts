import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { PATHS } from './paths.ts'

/**
 * Lets the collector's own CLI write what is missing of `demo/.env`, and returns of it the first public write key, and the
 * first secret that webhooks are signed with.
 * @throws Error where that fails.
 */
export async function ensureKeys(): Promise<{ readonly writeKey: string; readonly webhookSecret: string }> {
  const init = spawn(process.execPath, [PATHS.collector, 'init', '--config', PATHS.config])
  const words: string[] = []
  for (const stream of [init.stdout, init.stderr]) stream.on('data', (chunk) => words.push(String(chunk)))
  const code = await new Promise((resolve) => void init.once('close', resolve))
  if (code !== 0) throw new Error(`uptake init failed (exit code ${String(code)}):\n${words.join('')}`)
  const env = parseEnv(await readFile(PATHS.env, 'utf8'))
  const first = (name: string): string => {
    const key = env[name]?.split(',')[0]
    if (key === undefined || key === '') throw new Error(`no ${name} in ${PATHS.env}`)
    return key
  }
  return { writeKey: first('UPTAKE_WRITE_KEY'), webhookSecret: first('UPTAKE_WEBHOOK_SECRET') }
}
