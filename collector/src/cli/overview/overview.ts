import { UptakeError } from '../../errors.ts'
import { openProjectToRead } from '../../project.ts'
import { type Known, parseInstant } from '../../scores/instant.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { overviewLines } from './lines.ts'

/** Shows where everybody stands, and how the product is used. */
export async function overview(options: ProjectOptions & { at?: string; known?: Known; json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const at = options.at === undefined ? Date.now() : parseInstant(config.model, options.at, options.known)
  if (at === null) {
    const hint = 'Give an instant such as 2026-01-31T09:30:00Z, or a date.'
    throw new UptakeError('invalid_option', `--at ${options.at} is no instant`, hint)
  }
  const { storage, overviews } = await openProjectToRead(config, options.data)
  try {
    const found = await overviews.at(at)
    for (const line of options.json ? [JSON.stringify(found)] : overviewLines(found)) process.stdout.write(`${line}\n`)
  } finally {
    await storage.close()
  }
}
