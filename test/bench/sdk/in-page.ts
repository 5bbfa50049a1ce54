/**
 * What runs in the page. Each function goes there as text, so it holds all that it needs.
 */
export interface Client {
  readonly track: (event: string, properties: Readonly<Record<string, unknown>>) => void
  readonly createdInMs: number
  /** Requests that carry messages, in order. */
  readonly requests: Sent[]
}
interface Sent {
  readonly url: string
  readonly init: RequestInit
  /** Empty where it was no text. */
  readonly body: string
  /** Both on the page's clock, in milliseconds. */
  readonly startedAt: number
  endedAt: number
  isAnswered: boolean
}
export interface ClientOptions {
  readonly sdk: string
  readonly host: string
  readonly writeKey: string
  readonly userId: string
}

/** Loads the SDK and creates a client, the page's first; what it sends can be read afterwards. */
export async function openClient({ sdk, ...options }: ClientOptions): Promise<Client> {
  const requests: Sent[] = []
  const { fetch } = globalThis
  globalThis.fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.endsWith('/v1/batch')) return fetch(input, init)
    const body = typeof init.body === 'string' ? init.body : ''
    const sent: Sent = { url, init, body, startedAt: performance.now(), endedAt: Infinity, isAnswered: false }
    requests.push(sent)
    try {
      const response = await fetch(input, init)
      sent.isAnswered = response.ok
      return response
    } finally {
      sent.endedAt = performance.now()
    }
  }
  const { createUptake } = (await import(sdk)) as {
    createUptake: (options: object) => Pick<Client, 'track'>
  }
  // The import may end in a task of its own; the clock's first reading costs more than the others.
  await new Promise((resolve) => setTimeout(resolve, 50))
  performance.now()
  const started = performance.now()
  const { track } = createUptake(options)
  return { track, createdInMs: performance.now() - started, requests }
}

/** The least that a client could do: its call makes JSON and keeps it, its creation reads the address. */
export async function openBareClient({ host, userId }: ClientOptions): Promise<Client> {
  const kept: string[] = []
  await new Promise((resolve) => setTimeout(resolve, 50))
  performance.now()
  const started = performance.now()
  const { href } = new URL(host, document.baseURI)
  const createdInMs = performance.now() - started
  const track: Client['track'] = (event, properties) => {
    kept.push(JSON.stringify({ event, properties, userId, href }))
  }
  return { track, createdInMs, requests: [] }
}

/**
 * Tracks, a task at a time. Returns how many milliseconds each run of `timed` calls took.
 */
export async function trackAll(plan: {
  readonly client: Client
  readonly count: number
  readonly perTask: number
  readonly timed: number
}): Promise<number[]> {
  const { client, count, perTask, timed } = plan
  const times: number[] = []
  for (let n = 0; n < count;) {
    // oxlint-disable-next-line no-await-in-loop -- the next task begins when this one is over
    await new Promise((resolve) => setTimeout(resolve))
    for (const taskEnd = n + perTask; n < taskEnd;) {
      const started = performance.now()
      for (const end = n + timed; n < end; n++) client.track('report_created', { n, source: 'spreadsheet', rows: 120 })
      times.push(performance.now() - started)
    }
  }
  return times
}

/** Notes the moment when the network returns, before the SDK hears of it. */
export function markOnline(): void {
  addEventListener('online', () => performance.mark('online'))
}

/** Sums up what was sent since the network returned. */
export function readDrain({ requests }: Client): { requests: number; ms: number; bytes: number } {
  const onlineAt = performance.getEntriesByName('online')[0]?.startTime ?? 0
  const since = requests.filter(({ startedAt }) => startedAt >= onlineAt)
  return {
    requests: since.length,
    ms: Math.max(...since.map(({ endedAt }) => endedAt)) - onlineAt,
    bytes: since.reduce((sum, { body }) => sum + body.length, 0),
  }
}

/**
 * Posts what the SDK sent since the network returned once more, as other messages of another user, one request after the
 * other. Returns how many milliseconds that took.
 */
export async function postAgain({ client, userId }: { client: Client; userId: string }): Promise<number> {
  const onlineAt = performance.getEntriesByName('online')[0]?.startTime ?? 0
  const posts = client.requests
    .filter(({ startedAt, isAnswered }) => startedAt >= onlineAt && isAnswered)
    .map(({ url, init, body }) => ({
      url,
      init: {
        ...init,
        body: body.replaceAll(/("messageId":")./g, '$1f').replaceAll(userId, `${userId}-again`),
        signal: null,
        keepalive: false,
      },
    }))
  const started = performance.now()
  for (const { url, init } of posts) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
    const response = await fetch(url, init)
    // oxlint-disable-next-line no-await-in-loop
    const { success } = (await response.json()) as { success?: boolean }
    if (success !== true) throw new Error(`the collector refused what it had taken: ${response.status}`)
  }
  return performance.now() - started
}
