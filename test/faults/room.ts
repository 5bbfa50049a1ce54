import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../harness/start-collector.ts'

/** A place for data whose room can be taken away, and given back. */
export interface Room extends Disposable {
  readonly data: string
  take(): void
  giveBack(): void
}

const isDone = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A small file system of its own; null where this user, or this system, cannot have one. */
export function createFileSystem(): Room | null {
  const { path, remove } = temporaryFolder()
  if (!isDone('mount', '-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', path)) {
    remove()
    return null
  }
  const filler = join(path, 'filler')
  return {
    data: join(path, 'data'),
    take: () => fill(filler),
    giveBack: () => rmSync(filler),
    [Symbol.dispose]() {
      isDone('umount', path)
      remove()
    },
  }
}

/** Writes until nothing more can be. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4_096)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}

/** A folder in which the files of a process may not grow; null where the system cannot limit one that is running. */
export function createLimit(pid: () => number): Room | null {
  if (!isDone('prlimit', '--version')) return null
  const { path, remove } = temporaryFolder()
  const data = join(path, 'data')
  mkdirSync(data)
  const limit = (bytes: number | 'unlimited') => isDone('prlimit', '--pid', String(pid()), `--fsize=${bytes}:`)
  return {
    data,
    take: () => void limit(statSync(join(data, 'uptake.db-wal')).size),
    // A process that has ended has its limit no more.
    giveBack: () => void limit('unlimited'),
    [Symbol.dispose]: remove,
  }
}
