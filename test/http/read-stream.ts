/** What came over a stream of server-sent events: an event with its data, or a comment. */
type Sent = { readonly event: string; readonly data: unknown } | { readonly comment: string }

/** A stream as it is read, by `fetch` as a browser would. */
export interface OpenStream extends AsyncDisposable {
  readonly response: Response
  /** What comes next; null at the end. */
  next(): Promise<Sent | null>
  /** The data of the next event, whatever is commented before it. */
  event(): Promise<unknown>
  /** Goes away without a word. */
  abandon(): void
}

/** Opens a stream of server-sent events. */
export async function openStream(url: string, headers: Record<string, string>): Promise<OpenStream> {
  const leaving = new AbortController()
  const response = await fetch(url, { headers, signal: leaving.signal })
  const blocks = blocksOf(response)
  const next = async (): Promise<Sent | null> => {
    const { done, value } = await blocks.next()
    return done ? null : parse(value)
  }
  return {
    response,
    next,
    async event() {
      for (;;) {
        const sent = await next()
        if (sent === null) throw new Error('the stream has ended')
        if ('event' in sent) return sent.data
      }
    },
    abandon: () => leaving.abort(),
    async [Symbol.asyncDispose]() {
      leaving.abort()
      await blocks.return(undefined).catch(() => undefined)
    },
  }
}

async function* blocksOf({ body }: Response): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    yield* blocks
  }
}

function parse(block: string): Sent {
  if (block.startsWith(':')) return { comment: block.slice(1).trim() }
  const fields = new Map(block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]))
  return { event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? 'null') as unknown }
}
