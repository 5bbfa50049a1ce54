import type { BatchResult, Message } from '@uptake/shared/wire'

/** Well below the collector's 1,000 messages and 500 KiB a request. */
const MESSAGES_A_REQUEST = 500

export interface Sent {
  readonly accepted: number
  readonly duplicates: number
}

/**
 * Sends messages to a collector as any client would, in batches one after the other.
 * @throws Error with the collector's answer where it does not take all of them.
 */
export async function sendMessages(
  messages: readonly Message[],
  { host, writeKey, fetch = globalThis.fetch }: { host: string; writeKey: string; fetch?: typeof globalThis.fetch },
): Promise<Sent> {
  let sent: Sent = { accepted: 0, duplicates: 0 }
  for (let from = 0; from < messages.length; from += MESSAGES_A_REQUEST) {
    const batch = messages.slice(from, from + MESSAGES_A_REQUEST)
    // One after the other on purpose: an account's group messages come before what is done in it.
    // oxlint-disable-next-line no-await-in-loop
    const result = await sendBatch(batch, { host, writeKey, fetch })
    sent = { accepted: sent.accepted + result.accepted, duplicates: sent.duplicates + result.duplicates }
  }
  return sent
}

async function sendBatch(
  batch: readonly Message[],
  { host, writeKey, fetch }: { host: string; writeKey: string; fetch: typeof globalThis.fetch },
): Promise<BatchResult> {
  const response = await fetch(new URL('/v1/batch', host), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${writeKey}:`)}` },
    body: JSON.stringify({ batch }),
  })
  const text = await response.text()
  const result: unknown = response.ok ? JSON.parse(text) : null
  if (!isBatchResult(result)) throw new Error(`the collector refused the history: ${response.status} ${text}`)
  const [rejection] = result.rejected
  if (rejection !== undefined) {
    throw new Error(`the collector rejected ${result.rejected.length} messages: ${rejection.code}, ${rejection.detail}`)
  }
  return result
}

function isBatchResult(answer: unknown): answer is BatchResult {
  return typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true
}
