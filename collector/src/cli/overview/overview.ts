import { openProjectToRead } from '../../project.ts'
import type { Known } from '../../scores/instant.ts'
import { instantOption } from '../instant-option.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { overviewLines } from './lines.ts'

/** Shows where everybody stands, and how the product is used. */
export async function overview(options: ProjectOptions & { at?: string; known?: Known; json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const at = instantOption(config.model, 'at', options.at, options.known) ?? Date.now()
  const { storage, overviews } = await openProjectToRead(config, options.data)
  try {
    const found = await overviews.at(at)
    for (const line of options.json ? [JSON.stringify(found)] : overviewLines(found)) process.stdout.write(`${line}\n`)
  } finally {
    await storage.close()
  }
}
