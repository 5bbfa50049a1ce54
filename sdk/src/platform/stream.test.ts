import type { RequestListener } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import { serve as startServer } from '../testing/serve.ts'
import { readLines } from './stream.ts'

let stop: (() => void) | undefined
afterEach(() => {
  stop?.()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = await startServer(listener)
  stop = server.stop
  return `${server.url}/v1/me/stream`
}

/** Says what is given, each piece when the one before has been sent, then ends. */
const saying =
  (...pieces: (string | Uint8Array)[]): RequestListener =>
  async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const piece of pieces) await new Promise((resolve) => response.write(piece, () => setImmediate(resolve)))
    response.end()
  }
const never = new AbortController().signal
const bytes = (text: string) => new TextEncoder().encode(text)
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
const zoe = bytes('data: Zoë\n')

it.each<[string, (string | Uint8Array)[], string[]]>([
  ['whole', ['event: me\ndata: {}\n\n'], ['event: me', 'data: {}', '']],
  ['cut anywhere', ['ev', 'ent: me', '\n', 'data: {', '}\n\n'], ['event: me', 'data: {}', '']],
  ['several at once', ['data: 1\n\ndata: 2\n\nda', 'ta: 3\n\n'], ['data: 1', '', 'data: 2', '', 'data: 3', '']],
  ['cut within a letter', [zoe.slice(0, 9), zoe.slice(9)], ['data: Zoë']],
  ['ending without an end', ['data: 1\n\ndata: 2'], ['data: 1', '']],
  ['empty', [], []],
])('reads lines that come %s', async (_, pieces, lines) => {
  const url = await serve(saying(...pieces))
  const read: string[] = []
  expect(await readLines(url, 'Bearer t', never, (line) => read.push(line))).toBe(200)
  expect(read).toEqual(lines)
  // A network may put pieces together again.
  const body = new ReadableStream({
    start(out) {
      for (const piece of pieces) out.enqueue(typeof piece === 'string' ? bytes(piece) : piece)
      out.close()
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body))
  read.length = 0
  await readLines(url, 'Bearer t', never, (line) => read.push(line))
  expect(read).toEqual(lines)
})

it('hands over a line before the next one is there', async () => {
  const more = Promise.withResolvers<void>()
  const url = await serve(async (_, response) => {
    response.writeHead(200).write('data: 1\n')
    await more.promise
    response.end('data: 2\n')
  })
  const read: string[] = []
  await readLines(url, '', never, (line) => {
    read.push(line)
    more.resolve()
  })
  expect(read).toEqual(['data: 1', 'data: 2'])
})

it('says who asks, and sends no cookies', async () => {
  let authorization: string | undefined
  const url = await serve((incoming, response) => {
    ;({ authorization } = incoming.headers)
    response.end()
  })
  await readLines(url, 'Bearer t', never, () => {})
  expect(authorization).toBe('Bearer t')
  const fetched = vi.fn<typeof fetch>(async () => new Response(''))
  vi.stubGlobal('fetch', fetched)
  await readLines(url, '', never, () => {})
  expect(fetched.mock.calls[0]?.[1]).toMatchObject({ credentials: 'omit', redirect: 'error' })
})

it.each([401, 404, 503])('gives the status %i', async (status) => {
  const url = await serve((_, response) => response.writeHead(status).end('{"code":"unknown_token"}'))
  expect(await readLines(url, '', never, () => {})).toBe(status)
})

it.each<[string, number, RequestListener]>([
  ['a line that breaks', 200, (_, response) => response.writeHead(200).write('data', () => response.destroy())],
  ['a redirect', 0, (_, response) => response.writeHead(302, { location: '/' }).end()],
  ['nobody', 0, (incoming) => incoming.socket.destroy()],
])('ends with %s: %i', async (_, status, listener) => {
  expect(await readLines(await serve(listener), '', never, () => {})).toBe(status)
})

it('ends where what reads a line fails', async () => {
  const url = await serve(saying('data: 1\n'))
  await expect(
    readLines(url, '', never, () => {
      throw new Error('not JSON')
    }),
  ).resolves.toBe(200)
})

it('ends, with its connection, when it is given up', async () => {
  const closed = Promise.withResolvers<void>()
  const url = await serve((incoming, response) => {
    incoming.socket.on('close', () => closed.resolve())
    response.writeHead(200).write('data: 1\n')
  })
  const connection = new AbortController()
  expect(await readLines(url, '', connection.signal, () => connection.abort())).toBe(200)
  await closed.promise
})

it('is not opened where it was given up before', async () => {
  const fetched = vi.fn<RequestListener>((_, response) => void response.end())
  const url = await serve(fetched)
  expect(await readLines(url, '', AbortSignal.abort(), () => {})).toBe(0)
  expect(fetched).not.toHaveBeenCalled()
})

it('is given up after 45 seconds of silence, and no sooner', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let said = 0
  let say: (text: string) => void = () => {}
  const url = await serve((_, response) => {
    say = (text) => void response.write(text)
    response.writeHead(200).write('\n')
  })
  let isOver = false
  const over = readLines(url, '', never, () => said++).then(() => (isOver = true))
  for (let i = 1; i <= 3; i++) {
    await until(() => said === i)
    vi.advanceTimersByTime(44_999)
    say(': still here\n')
  }
  await until(() => said === 4)
  expect(isOver).toBe(false)
  vi.advanceTimersByTime(45_000)
  await over
})

it('is given up where nothing ever answers', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const asked = Promise.withResolvers<void>()
  const url = await serve(() => asked.resolve())
  const over = readLines(url, '', never, () => {})
  await asked.promise
  vi.advanceTimersByTime(45_000)
  expect(await over).toBe(0)
})

it('leaves no timer behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await readLines(await serve(saying('data: 1\n')), '', never, () => {})
  expect(vi.getTimerCount()).toBe(0)
})
