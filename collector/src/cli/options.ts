import { dirname, resolve } from 'node:path'

/** Where a verb finds its project. */
export interface ProjectOptions {
  /** Folder of the store. */
  readonly data: string
  /** The configuration's file. */
  readonly config: string
}

/** The `.env` of a project stands beside its configuration. */
export const envFileOf = ({ config }: Pick<ProjectOptions, 'config'>): string => resolve(dirname(config), '.env')
