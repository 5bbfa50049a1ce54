import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { temporaryFolder } from '../harness/start-collector.ts'

const FOLDER = fileURLToPath(new URL('fixtures', import.meta.url))
const ENDING = '.db.gz'

/** What every fixture was made of. */
export const CONFIG = join(FOLDER, 'uptake.config.json')
export const MESSAGES = join(FOLDER, 'messages.jsonl')

/** Schemas of which a store is kept, each named for its last migration, in their order. */
export const SCHEMAS = readdirSync(FOLDER)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))
  .toSorted()

/** Makes a data folder with the store of a schema, as the code of then left it. */
export function layOut(schema: string, data: string): void {
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'uptake.db'), gunzipSync(readFileSync(join(FOLDER, schema + ENDING))), { mode: 0o600 })
}

/** A store of the newest schema in a folder of its own, and where a backup of it may be. */
export interface LaidOut {
  readonly folder: string
  readonly data: string
  readonly store: string
  readonly backup: string
  remove(): void
}

export function layOutNewest(): LaidOut {
  const { path: folder, remove } = temporaryFolder()
  const data = join(folder, 'data')
  layOut(SCHEMAS.at(-1) ?? '', data)
  return { folder, data, store: join(data, 'uptake.db'), backup: join(folder, 'backup.db'), remove }
}
