import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './start-collector.ts'

/** A configuration and a store in a folder that goes with them. */
export interface TemporaryProject {
  readonly folder: string
  /** The store's folder, and the configuration's file. */
  readonly paths: { readonly data: string; readonly config: string }
  /** What names both to a verb. */
  readonly options: readonly string[]
  /** Writes the configuration, in the place of the one before. */
  configure(config: object): void
  remove(): void
}

export function temporaryProject(): TemporaryProject {
  const { path, remove } = temporaryFolder()
  const paths = { data: join(path, 'data'), config: join(path, 'config.json') }
  return {
    folder: path,
    paths,
    options: ['--data', paths.data, '--config', paths.config],
    configure: (config) => writeFileSync(paths.config, JSON.stringify(config)),
    remove,
  }
}
