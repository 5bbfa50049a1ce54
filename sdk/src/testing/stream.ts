import type { Me } from '@uptake/shared/wire'

/** A stream that was asked for. */
export interface Stream {
  url: URL
  authorization: string | null
  isOpen: boolean
  /** The collector says what it knows. */
  say: (...all: Me[]) => void
  /** The collector ends it. */
  end: () => void
}

/** Answers what asks for a stream. */
export function openStream(
  url: URL,
  { headers, signal }: RequestInit,
  status: number,
): { stream: Stream; response: Response } {
  let out: ReadableStreamDefaultController
  const stream: Stream = {
    url,
    authorization: new Headers(headers).get('authorization'),
    isOpen: status === 200,
    say(...all) {
      const lines = all.map((me) => `event: me\ndata: ${JSON.stringify(me)}\n\n`)
      out.enqueue(new TextEncoder().encode(lines.join('')))
    },
    end() {
      if (stream.isOpen) out.close()
      stream.isOpen = false
    },
  }
  const body = new ReadableStream({ start: (controller) => void (out = controller) })
  signal?.addEventListener('abort', () => {
    if (stream.isOpen) out.error(signal.reason)
    stream.isOpen = false
  })
  return { stream, response: status === 200 ? new Response(body) : new Response('', { status }) }
}
