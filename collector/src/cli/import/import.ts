import { type Committed, createCommit } from '../../ingest/accept.ts'
import { openProject } from '../../project.ts'
import type { Storage } from '../../storage/storage.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { createProgress } from './progress.ts'
import { readAhead } from './read-ahead.ts'
import { refusal } from './read-batches.ts'

const NOTHING: Committed = { accepted: 0, refused: new Map() }

/** Takes in a file of events, keeping the times they were received first. Run twice, it adds nothing. */
export async function importFile(
  path: string,
  options: ProjectOptions & { map?: string[]; source?: string },
): Promise<void> {
  const { model, retentionDays, ...config } = await loadConfig(options.config)
  const batches = readAhead({ path, model, retentionDays, map: options.map, source: options.source })
  // A file that can't be read leaves no store behind.
  let next = await batches.next()
  let storage: Storage | undefined
  try {
    storage = (await openProject({ model, retentionDays, ...config }, options.data, Date.now)).storage
    const commit = createCommit(storage, model)
    const progress = createProgress(process.stderr, Date.now)
    for (; !next.done; next = await batches.next()) {
      const { messages, lineOf } = next.value
      const [committed = NOTHING] = await commit([{ messages, rejected: [] }])
      const { accepted } = committed
      const lines = [...committed.refused].map(([place, { code, detail }]) =>
        refusal(lineOf[place] ?? 0, `${code}: ${detail}`),
      )
      const refused = [...next.value.refused, ...lines]
      progress.add({ ...next.value, refused, accepted, duplicates: messages.length - accepted - lines.length })
    }
    if (!progress.end()) process.exitCode = 1
  } finally {
    await batches.return(undefined)
    await storage?.close()
  }
}
