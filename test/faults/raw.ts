import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { KEYS } from '../harness/start-collector.ts'

/** A connection on which bytes are sent as they are. */
export interface Raw extends Disposable {
  readonly socket: Socket
  /** What has come over it. */
  received(): string
  /** Whether the other side has ended it. */
  isEnded(): boolean
  /** Resolves when it has. */
  readonly ended: Promise<void>
  /** Sends one byte after the other with a pause between, until the connection ends. */
  trickle(text: string, pauseMs: number): void
}

/** @param options.reads - whether what comes is read; whoever does not read fills what lies in between */
export async function openRaw(url: string, { reads = true }: { reads?: boolean } = {}): Promise<Raw> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, 'connect')
  let text = ''
  if (reads) socket.on('data', (chunk) => (text += String(chunk)))
  // Whoever is cut off hears of it by an error or by an end.
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.destroy())
  let isEnded = false
  let timer: NodeJS.Timeout | undefined
  const ended = new Promise<void>((resolve) =>
    socket.once('close', () => {
      clearInterval(timer)
      isEnded = true
      resolve()
    }),
  )
  return {
    socket,
    received: () => text,
    isEnded: () => isEnded,
    ended,
    trickle(sent, pauseMs) {
      let at = 0
      timer = setInterval(() => at < sent.length && socket.write(sent[at++] ?? ''), pauseMs)
    },
    [Symbol.dispose]: () => socket.destroy(),
  }
}

/** A request as it goes over the wire. */
export function toRequest(path: string, { body, key = KEYS.secretKey }: { body?: string; key?: string } = {}): string {
  const head = [`${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, 'Host: 127.0.0.1']
  const rest = body === undefined ? [`Authorization: Bearer ${key}`] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return `${[...head, ...rest].join('\r\n')}\r\n\r\n${body ?? ''}`
}

/** The beginning of a request whose body has 100 kB. */
export const HALF_A_REQUEST = 'POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"batch":['

/** Asks a collector that trusts its clients for the stream of somebody. */
export const STREAM_REQUEST = toRequest('/v1/me/stream?userId=u1').replace(
  /Bearer .*/,
  `Basic ${btoa(`${KEYS.writeKey}:`)}`,
)
