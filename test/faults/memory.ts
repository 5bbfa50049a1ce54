import { execFileSync } from 'node:child_process'
import type { SpawnedCollector } from '../harness/spawn-collector.ts'

const MB = 1e6

/** Memory that a collector's process holds, in MB. */
export function residentMb({ process: { pid } }: SpawnedCollector): number {
  const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
  return (kib * 1024) / MB
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
