import { backupStorage, restoreStorage } from '../storage/open.ts'
import type { StoreContents } from '../storage/storage.ts'
import type { ProjectOptions } from './options.ts'
import { writeLine } from './write.ts'

// Neither needs a configuration: where a disk was lost, there may be none yet.
type Options = Pick<ProjectOptions, 'data'> & { force?: true }

/** Writes the store to a file, beside a running collector too, and says what is in it. */
export async function backup(file: string, { data, force }: Options): Promise<void> {
  tell(`${file} has`, await backupStorage(data, file, force === true))
}

/** Makes a backup the store of a folder, and says what is in it. */
export async function restore(file: string, { data, force }: Options): Promise<void> {
  tell(`${data} has`, await restoreStorage(file, data, force === true))
}

function tell(who: string, { messages, newestAt, bytes }: StoreContents): void {
  const count = `${messages.toLocaleString('en-US')} ${messages === 1 ? 'message' : 'messages'}`
  const newest = newestAt === null ? '' : `, the newest received ${new Date(newestAt).toISOString()}`
  writeLine(`${who} ${count}${newest}; ${(bytes / 1e6).toFixed(1)} MB, checked`)
}
