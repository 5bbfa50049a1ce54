import { createServer } from 'vite'
import { toDefine } from '../collector-define.ts'
import { PATHS } from './paths.ts'

/** Serves the demo app on that port, or the next free one. */
export async function startDemo({
  host,
  writeKey,
  port,
}: {
  host: string
  writeKey: string
  port: number
}): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const server = await createServer({
    configFile: PATHS.viteConfig,
    logLevel: 'warn',
    define: toDefine({ host, writeKey }),
    server: { port },
  })
  await server.listen()
  const bound = server.httpServer?.address()
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port
  return { address: `http://127.0.0.1:${actual}`, stop: () => server.close() }
}
