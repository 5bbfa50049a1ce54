import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { PATHS } from './paths.ts'

export interface RunningCollector {
  /** Such as `http://127.0.0.1:4747`. */
  readonly host: string
  /** Settles when the process is gone, with its exit code or the signal that ended it. */
  readonly gone: Promise<number | string>
  /** Asks it to end, and waits until it has. */
  readonly stop: () => Promise<void>
}

/** Starts the collector and waits until it accepts connections. @throws Error where it ends before. */
export async function startCollector(port: number): Promise<RunningCollector> {
  const child = spawn(
    process.execPath,
    [PATHS.collector, 'serve', '--port', String(port), '--data', PATHS.data, '--config', PATHS.config],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const gone = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  // Should we be ended without a chance to tidy up, by an exception for one, it does not stay behind.
  process.once('exit', () => child.kill('SIGTERM'))

  const host = await Promise.race([
    listeningAddress(child),
    gone.then((how) => {
      throw new Error(`the collector ended before it was listening (${how})`)
    }),
  ])
  return {
    host,
    gone,
    stop: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function listeningAddress(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the collector has no standard output')
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve) => {
    // Goes on reading afterwards too, so that the pipe never fills.
    lines.on('line', (line) => {
      const address = /^listening on (http:\S+)$/.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
}
