import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

/** What a line is made of. */
interface Payload {
  readonly data: {
    readonly nudge: string
    readonly user?: string
    readonly account?: string
    readonly score: number | null
    readonly due?: string
  }
}

/**
 * Takes webhooks as a customer's server would: says one line for each that the collector has signed, and refuses others.
 * @throws Error where it cannot listen there
 */
export async function startReceiver({
  port,
  secret,
  say,
}: {
  port: number
  secret: string
  say: (line: string) => void
}): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const webhook = new Webhook(secret)
  const seen = new Set<unknown>()
  const server = createServer(async (request, response) => {
    try {
      const { data } = webhook.verify(await text(request), request.headers as Record<string, string>) as Payload
      const id = request.headers['webhook-id']
      // One that was answered too late comes again.
      if (!seen.has(id)) say(lineOf(data))
      seen.add(id)
      response.writeHead(204).end()
    } catch {
      response.writeHead(400).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port
  return {
    address: `http://127.0.0.1:${actual}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

function lineOf({ nudge, user, account, score, due }: Payload['data']): string {
  const about = [user ?? account, score === null ? '' : `at ${score.toFixed()}`, due === undefined ? '' : `due ${due}`]
  return `  webhook    ${nudge}: ${about.filter((part) => part !== '').join(', ')}`
}
