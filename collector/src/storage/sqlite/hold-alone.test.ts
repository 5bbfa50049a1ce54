import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { connectToWrite } from './connect.ts'
import { holdAlone } from './hold-alone.ts'

// Elsewhere it cannot be seen from outside how far the other process has come.
it.runIf(process.platform === 'linux')('keeps whoever opens the file meanwhile from going on with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  const [path, restored] = [join(folder, 'uptake.db'), join(folder, 'restored.db')]
  for (const file of [path, restored]) connectToWrite(file).close()
  const release = holdAlone(path)
  const module = JSON.stringify(new URL('connect.ts', import.meta.url))
  const script = `const { connectToWrite } = await import(${module}); connectToWrite(${JSON.stringify(path)})`
  const other = spawn(process.execPath, ['--input-type=module', '-e', script])
  let errors = ''
  other.stderr.on('data', (chunk) => (errors += String(chunk)))
  const hasOpened = () =>
    readdirSync(`/proc/${other.pid}/fd`).some((fd) => linkOf(`/proc/${other.pid}/fd/${fd}`) === path)
  await expect.poll(hasOpened).toBe(true)
  renameSync(restored, path)
  release()
  await once(other, 'close')
  expect(errors).toContain('SQLITE_READONLY_DBMOVED')
  rmSync(folder, { recursive: true })
})

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}
