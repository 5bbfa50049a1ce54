import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Asks a child process, which answers one question at a time. */
export async function ask(child: ChildProcess, question: object): Promise<unknown> {
  const abort = new AbortController()
  const ended = once(child, 'exit', abort).then(([code, signal]) => {
    throw new Error(`a process of the bench ended before it answered: ${code ?? signal}`)
  })
  child.send(question)
  try {
    const [answer] = (await Promise.race([once(child, 'message', abort), ended])) as [unknown]
    return answer
  } finally {
    ended.catch(() => undefined)
    abort.abort()
  }
}
