import type { BatchResult } from '@uptake/shared/wire'
import { KEYS } from '../harness/start-collector.ts'

const DAY_MS = 86_400_000

/** Batches that are sent, and what came of them. */
export interface Traffic {
  /** Ids of messages that an answer said to be taken. */
  readonly acknowledged: ReadonlySet<string>
  /** The ids of each batch ever sent, whatever came of it. */
  readonly batches: readonly (readonly string[])[]
  /** How often each status was answered. */
  readonly answers: ReadonlyMap<number, number>
  /** What no collector may answer: neither 200 with all taken, nor 503 with the time to wait. */
  readonly unexpected: readonly string[]
  /** A new batch as the body of a request, and what takes note of the answer to it. */
  next(size: number): {
    readonly body: string
    readonly ids: readonly string[]
    note(response: Response): Promise<void>
  }
  /** Sends a batch; resolves to the answer's status, rejects where there was none. */
  send(url: string, size?: number): Promise<number>
  /** Clients that send one batch after the other until `isOver`, or until nobody answers; resolves when all have ended. */
  flood(url: string, options: { clients: number; size?: number; isOver?: () => boolean }): Promise<void>
}

/** @param options.padding - bytes that each message carries for nothing */
export function createTraffic({ name = 'm', padding = 0 }: { name?: string; padding?: number } = {}): Traffic {
  const acknowledged = new Set<string>()
  const batches: string[][] = []
  const answers = new Map<number, number>()
  const unexpected: string[] = []
  let made = 0

  const next: Traffic['next'] = (size) => {
    const messages = Array.from({ length: size }, () => {
      const n = made++
      return {
        type: 'track',
        messageId: `${name}${n}`,
        userId: `u${n % 7}`,
        event: n % 3 ? 'report_created' : 'report_shared',
        properties: { with: [`u${n % 5}`], ...(padding > 0 && { padding: 'x'.repeat(padding) }) },
        context: { groupId: `g${n % 3}` },
        timestamp: new Date(Date.now() - (n % 4) * DAY_MS).toISOString(),
      }
    })
    const ids = messages.map(({ messageId }) => messageId)
    batches.push(ids)
    return {
      body: JSON.stringify({ batch: messages, writeKey: KEYS.writeKey }),
      ids,
      async note(response) {
        const { status, headers } = response
        answers.set(status, (answers.get(status) ?? 0) + 1)
        const text = await response.text()
        const isTaken = status === 200 && (JSON.parse(text) as BatchResult).rejected.length === 0
        if (isTaken) for (const id of ids) acknowledged.add(id)
        else if (status !== 503 || !(Number(headers.get('Retry-After')) > 0)) unexpected.push(`${status} ${text}`)
      },
    }
  }
  const send: Traffic['send'] = async (url, size = 1 + (made % 20)) => {
    const { body, note } = next(size)
    const response = await fetch(`${url}/v1/batch`, { method: 'POST', body })
    await note(response)
    return response.status
  }
  return {
    acknowledged,
    batches,
    answers,
    unexpected,
    next,
    send,
    async flood(url, { clients, size, isOver = () => false }) {
      const client = async () => {
        while (!isOver()) await send(url, size)
      }
      await Promise.allSettled(Array.from({ length: clients }, client))
    },
  }
}
