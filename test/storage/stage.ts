import type { Storage } from '@uptake/collector/src/storage/storage.ts'
import type { StorageUnderTest } from './contract.ts'

/** A store that is open, and may be opened again. */
export interface Stage {
  readonly storage: Storage
  reopen(): Promise<void>
  end(): Promise<void>
}

export async function openStage(under: StorageUnderTest): Promise<Stage> {
  let storage = await under.open()
  return {
    get storage() {
      return storage
    },
    async reopen() {
      await storage.close()
      storage = await under.open()
    },
    async end() {
      await storage.close()
      await under.remove()
    },
  }
}
