import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/**
 * Waits for the line by which a server says where it listens, and returns the address.
 * @throws Error with what it wrote to standard error where it ended before
 */
export async function urlOf(child: ChildProcess): Promise<string> {
  const errors: string[] = []
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const url = /^listening on (http:\/\/\S+)$/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`a server ended without listening: ${errors.join('')}`)
}

/** Ends it by a signal; resolves to its exit code, or to the signal where that ended it, when all that it wrote has been read. */
export async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  child.kill(signal)
  const [code, by] = await ended
  return code ?? by
}
