import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { endBy } from '../../harness/child.ts'
import { ask } from './ask.ts'
import type { Load } from './messages.ts'

const SENDER = fileURLToPath(new URL('sender-process.ts', import.meta.url))
const CONNECTIONS = 32

/** What a sender's process is told. */
export type Order =
  | { readonly what: 'make'; readonly load: Load }
  | {
      readonly what: 'send'
      readonly url: string
      readonly connections: number
      /** Which part of the bodies: from 0 to 1. */
      readonly from: number
      readonly to: number
    }

/** Sends a load from a process of its own, to one server after the other. */
export interface Sender extends AsyncDisposable {
  /**
   * Sends a part of the load (0 to 1) as fast as it is answered.
   * @throws Error where not all of it was accepted
   */
  send(url: string, from: number, to: number): Promise<{ events: number; ms: number }>
}

/** Starts a sender and has it make the load. */
export async function createSender(load: Load): Promise<Sender> {
  const child = fork(SENDER)
  const { bodies } = (await ask(child, { what: 'make', load } satisfies Order)) as { bodies: number }
  return {
    async send(url, from, to) {
      const order: Order = { what: 'send', url, from, to, connections: CONNECTIONS }
      const { accepted, ms } = (await ask(child, order)) as { accepted: number; ms: number }
      const events = (Math.round(to * bodies) - Math.round(from * bodies)) * load.batch
      if (accepted !== events) throw new Error(`${accepted} of ${events} events were accepted`)
      return { events, ms }
    },
    [Symbol.asyncDispose]: async () => void (await endBy(child, 'SIGTERM')),
  }
}
