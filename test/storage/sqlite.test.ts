import { openStorage } from '@uptake/collector/src/storage/open.ts'
import { temporaryFolder } from '../harness/start-collector.ts'
import { describeStorage, type StorageUnderTest } from './contract.ts'
import { describeDeeds } from './deeds-contract.ts'
import { describeErasure } from './erasure-contract.ts'
import { describeOutbox } from './outbox-contract.ts'
import { describeRemoval } from './removal-contract.ts'
import { describeStandings } from './standings-contract.ts'

function onSqlite(): StorageUnderTest {
  const folder = temporaryFolder()
  return { open: () => openStorage(folder.path), remove: async () => folder.remove() }
}

describeStorage('SQLite', onSqlite)
describeStandings('SQLite', onSqlite)
describeRemoval('SQLite', onSqlite)
describeErasure('SQLite', onSqlite)
describeOutbox('SQLite', onSqlite)
describeDeeds('SQLite', onSqlite)
