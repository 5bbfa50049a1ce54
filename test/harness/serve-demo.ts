import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { preview } from 'vite'
import { KEYS, temporaryFolder } from './start-collector.ts'

const VITE = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')))
const VITE_CONFIG = fileURLToPath(new URL('../../demo/vite.config.ts', import.meta.url))

/** The demo's model and nudges, for its collector. */
export const DEMO_CONFIG = fileURLToPath(new URL('../../demo/uptake.config.ts', import.meta.url))

/** The demo, built. */
export interface ServedDemo extends AsyncDisposable {
  /** The address at which it opens as that person. */
  addressOf(userId: string): string
}

/** Builds the demo for the collector at `host` and serves it on a free port of this machine. */
export async function serveDemo(host: string): Promise<ServedDemo> {
  const { path: outDir, remove } = temporaryFolder()
  // In a process of its own: in this one NODE_ENV is "test", which makes another React.
  const env = { ...process.env, NODE_ENV: 'production', UPTAKE_HOST: host, UPTAKE_WRITE_KEY: KEYS.writeKey }
  const build = ['build', '--config', VITE_CONFIG, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  await promisify(execFile)(process.execPath, [VITE, ...build], { env })
  const server = await preview({
    configFile: VITE_CONFIG,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const bound = server.httpServer.address()
  if (bound === null || typeof bound === 'string') throw new Error('the demo has no port')
  return {
    addressOf: (userId) => `http://127.0.0.1:${bound.port}/?user=${userId}`,
    async [Symbol.asyncDispose]() {
      await server.close()
      remove()
    },
  }
}
