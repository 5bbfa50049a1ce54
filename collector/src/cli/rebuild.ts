import { setTimeout as wait } from 'node:timers/promises'
import { openProjectToRebuild } from '../project.ts'
import type { Refold } from '../storage/storage.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'

const TOLD_EVERY_MS = 1_000
/** Whoever waits for the store asks for it again every few milliseconds: a gap of several lets them in. */
const GAP_MS = 30

/** Makes everything that is folded of messages again, and throws scores away; stops on SIGTERM and SIGINT, to go on when it is run again. */
export async function rebuild(options: ProjectOptions): Promise<void> {
  const config = await loadConfig(options.config)
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  const { storage, turns } = await openProjectToRebuild(config, options.data, Date.now)
  const progress = createProgress(process.stderr, Date.now)
  try {
    let began = Date.now()
    for await (const turn of turns) {
      progress.tell(turn)
      const gapMs = Math.max(GAP_MS, (Date.now() - began) / 2)
      await wait(gapMs, undefined, { signal: stop.signal }).catch(() => undefined)
      if (stop.signal.aborted) {
        progress.stop(turn)
        process.exitCode = 1
        return
      }
      began = Date.now()
    }
    progress.end()
  } finally {
    await storage.close()
  }
}

/** Tells how far it has come, once a second, and in the end what was done. */
function createProgress(out: { write(text: string): unknown; isTTY?: boolean }, now: () => number) {
  const [before, after] = out.isTTY ? ['\r', ''] : ['', '\n']
  const started = now()
  let told = -Infinity
  let folded = 0
  const percent = (turn: Refold) => Math.min(99, Math.floor((100 * turn.folded) / Math.max(1, turn.total)))
  return {
    tell(turn: Refold): void {
      folded = turn.folded
      if (now() - told < TOLD_EVERY_MS) return
      told = now()
      out.write(`${before}${percent(turn)} %  ${folded.toLocaleString('en-US')} messages${after}`)
    },
    stop(turn: Refold): void {
      out.write(`${before}stopped at ${percent(turn)} %; run it again to go on\n`)
    },
    end(): void {
      const seconds = ((now() - started) / 1000).toFixed(1)
      const what = `${folded.toLocaleString('en-US')} messages folded again`
      out.write(`${before}${what} in ${seconds} s; standings and history are made again by the collector\n`)
    },
  }
}
