import { openProjectToRead } from '../../project.ts'
import type { Known } from '../../scores/instant.ts'
import { instantOption } from '../instant-option.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { writeJson, writeLine } from '../write.ts'
import { overviewLines } from './lines.ts'

/** Shows where everybody stands, and how the product is used. */
export async function overview(options: ProjectOptions & { at?: string; known?: Known; json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const at = instantOption(config.model, 'at', options.at, options.known) ?? Date.now()
  const { storage, overviews } = await openProjectToRead(config, options.data)
  try {
    const found = await overviews.at(at)
    if (options.json) writeJson(found)
    else for (const line of overviewLines(found)) writeLine(line)
  } finally {
    await storage.close()
  }
}
