import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkConfig } from '@uptake/shared/model/check'
import { expect, it, onTestFinished } from 'vitest'
import { openProject } from '../project.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const checked = checkConfig({
  model: { actions: { a: {} }, dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } } },
})
if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
const { config } = checked

it('lets requests go first between one whose history is made and the next', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-snapshots-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { storage, snapshots, ingest } = await openProject(config, folder, () => NOW)
  const of = (i: number) => ({
    type: 'track',
    event: 'a',
    userId: `user${i}`,
    context: { groupId: `account${i}` },
    timestamp: '2026-01-10T12:00:00Z',
  })
  await ingest(
    Array.from({ length: 50 }, (_, i) => of(i)),
    () => ({ receivedAt: NOW, bytes: 200 }),
  )
  let turns = 0
  const count = (): void => {
    turns += 1
    request = setImmediate(count)
  }
  let request = setImmediate(count)
  await snapshots.refresh(NOW)
  clearImmediate(request)
  await storage.close()
  expect(turns).toBeGreaterThanOrEqual(100)
})
