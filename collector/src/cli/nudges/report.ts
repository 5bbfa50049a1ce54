import { openProjectToRead } from '../../project.ts'
import { loadConfig } from '../load-config.ts'
import type { ProjectOptions } from '../options.ts'
import { writeJson, writeLine } from '../write.ts'
import { reportLines } from './report-lines.ts'

/** Shows what came of each nudge. */
export async function reportNudges(options: ProjectOptions & { json?: true }): Promise<void> {
  const config = await loadConfig(options.config)
  const { storage, nudgeReports } = await openProjectToRead(config, options.data)
  try {
    const reports = await nudgeReports(Date.now())
    if (options.json) writeJson(reports)
    else for (const line of reportLines(reports)) writeLine(line)
  } finally {
    await storage.close()
  }
}
