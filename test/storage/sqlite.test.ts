import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { temporaryFolder } from '../harness/start-collector.ts'
import { describeStorage } from './contract.ts'

describeStorage('SQLite', () => {
  const folder = temporaryFolder()
  return { open: () => openStorage(folder.path), remove: async () => folder.remove() }
})
