import { setTimeout as wait } from 'node:timers/promises'
import type { Model } from '@uptake/shared/model'
import { violations } from '@uptake/shared/model'
import { openExistingStorage } from '../storage/open.ts'
import type { ReadMessage, RejectedMessage } from '../storage/storage.ts'
import { loadConfig } from './load-config.ts'
import type { ProjectOptions } from './options.ts'
import { column } from './printable.ts'
import { writeLine } from './write.ts'

const POLL_MS = 200
const MESSAGES_A_TURN = 1_000
const BODY_CHARACTERS = 120

/** Shows messages as they are committed, those refused too, with what is wrong with each, until it is interrupted. */
export async function tail(options: ProjectOptions & { last: number }): Promise<void> {
  const { model } = await loadConfig(options.config)
  const storage = await openExistingStorage(options.data)
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())

  let seq = Math.max(0, (await storage.newestSeq()) - options.last)
  let rejectedSeq = await storage.newestRejectedSeq()
  try {
    while (!stop.signal.aborted) {
      const messages = await storage.messagesAfter(seq, MESSAGES_A_TURN)
      const rejected = await storage.rejectedAfter(rejectedSeq, MESSAGES_A_TURN)
      for (const message of messages) for (const line of toLines(model, message)) writeLine(line)
      for (const message of rejected) for (const line of toRejectedLines(message)) writeLine(line)
      seq = messages.at(-1)?.seq ?? seq
      rejectedSeq = rejected.at(-1)?.seq ?? rejectedSeq
      if (messages.length === 0) await wait(POLL_MS, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  } finally {
    await storage.close()
  }
}

function toLines(model: Model, message: ReadMessage): string[] {
  const { type, event, userId, accountId, body, occurredAt } = message
  const who = `${userId ?? 'anonymous'}${accountId === null ? '' : ` @${accountId}`}`
  const text = body ? JSON.stringify(body) : ''
  const shown = text.length > BODY_CHARACTERS ? `${text.slice(0, BODY_CHARACTERS)}…` : text
  const wrong = type === 'track' && event !== null ? violations(model, event, body ?? {}) : []
  return [`${head(occurredAt, type, event, who)}  ${shown}`, ...wrong.map((what) => `    ! ${what}`)]
}

function toRejectedLines({ receivedAt, type, event, userId, code, detail }: RejectedMessage): string[] {
  return [`${head(receivedAt, type ?? '?', event, userId ?? '?')}  refused`, `    ! ${code}: ${detail}`]
}

function head(at: number, type: string, event: string | null, who: string): string {
  return `${new Date(at).toISOString()}  ${column(type, 8)}  ${column(event ?? '', 24)}  ${column(who, 28)}`
}
