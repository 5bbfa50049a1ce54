import { createErasures } from '../ingest/erasure.ts'
import { openExistingStorage } from '../storage/open.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'

const NOT_OVERWRITTEN =
  'Another process reads the store: its log is emptied by a running collector within a minute, else when the last process ends.'

/** Erases all that is held on a user or an account, and says how much that was. Stopped, it goes on when the collector starts. */
export async function erase(id: string, options: ProjectOptions & { account?: true }): Promise<void> {
  const { model } = await loadConfig(options.config)
  const storage = await openExistingStorage(options.data)
  try {
    const erasures = createErasures(storage, model)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void erasures.stop())
    const { overwritten, ...counts } = await erasures.erase(options.account ? 'account' : 'person', id, Date.now())
    for (const [what, count] of Object.entries(counts)) process.stdout.write(`${what}: ${count}\n`)
    if (!overwritten) process.stderr.write(`${NOT_OVERWRITTEN}\n`)
  } finally {
    await storage.close()
  }
}
