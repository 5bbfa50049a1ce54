import { once } from 'node:events'
import { openProjectToRead } from '../project.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'
import { printableJson } from './printable.ts'

/** Writes all that is held on a user to standard output. */
export async function exportUser(userId: string, options: ProjectOptions): Promise<void> {
  const project = await openProjectToRead(await loadConfig(options.config), options.data)
  try {
    for await (const text of await project.exports.ofUser(userId, Date.now())) {
      if (!process.stdout.write(printableJson(text))) await once(process.stdout, 'drain')
    }
  } finally {
    await project.storage.close()
  }
}
