import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, type BrowserContext } from 'playwright-core'
import { ARGUMENTS, executablePath } from '../../harness/chromium.ts'

/** A Chromium that is driven, and left as it is otherwise. */
export interface BareBrowser {
  readonly context: BrowserContext
  /** Ends it at once, like a computer that is switched off. */
  kill(): Promise<void>
}

/**
 * Starts a Chromium on a profile. Playwright would have told its own that every page is seen and has the focus, that none is
 * kept for going back, and that hidden ones run on; here pages can be hidden, frozen and kept.
 */
export async function startBareBrowser(profile: string): Promise<BareBrowser> {
  const args = [...ARGUMENTS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank']
  const child = spawn(await executablePath(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(child, 'exit')
  const endChild = (): void => void child.kill('SIGKILL')
  process.once('exit', endChild)
  const browser = await chromium.connectOverCDP(await debuggerOf(child.stderr), { noDefaults: true })
  // Whatever else it says must not wait for a reader.
  child.stderr.resume()
  const [context] = browser.contexts()
  if (context === undefined) throw new Error('the browser has no profile')
  return {
    context,
    async kill() {
      process.off('exit', endChild)
      endChild()
      await exited
      await browser.close()
    },
  }
}

async function debuggerOf(output: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = []
  for await (const line of createInterface({ input: output })) {
    lines.push(line)
    const url = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`the browser ended without listening: ${lines.join('\n')}`)
}
