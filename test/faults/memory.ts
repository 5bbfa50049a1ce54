import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { SpawnedCollector } from '../harness/spawn-collector.ts'

/** Memory that a collector's process holds, in MB. */
function residentMb({ process: { pid } }: SpawnedCollector): number {
  const kib =
    process.platform === 'linux'
      ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return (Number(kib) * 1_024) / 1e6
}

/** Measures again and again while something is done, and says how far above the first measure it came, in MB. */
export async function growthMb(collector: SpawnedCollector, work: () => Promise<unknown>): Promise<number> {
  const before = residentMb(collector)
  let most = before
  const timer = setInterval(() => (most = Math.max(most, residentMb(collector))), 100)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return Math.max(most, residentMb(collector)) - before
}
