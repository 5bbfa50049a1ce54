import type { RequestListener } from 'node:http'
import { afterEach, expect, it, vi } from 'vitest'
import { serve as startServer } from '../testing/serve.ts'
import { post } from './http.ts'

let stop: (() => void) | undefined
afterEach(() => {
  stop?.()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = await startServer(listener)
  stop = server.stop
  return `${server.url}/v1/batch`
}

it('reads an answer', async () => {
  const url = await serve((_, response) => {
    response
      .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '5' })
      .end('{"code":"unavailable"}')
  })
  const [{ status, headers }, answer] = await post(url, '{}', false)
  expect([status, headers.get('retry-after'), answer]).toEqual([503, '5', { code: 'unavailable' }])
})

it('posts its body as text, which needs no preflight, and nothing else', async () => {
  const told = Promise.withResolvers<object>()
  const url = await serve((incoming, response) => {
    let body = ''
    incoming.on('data', (part) => (body += part))
    incoming.on('end', () => {
      const { cookie, 'content-type': type } = incoming.headers
      told.resolve({ method: incoming.method, type, cookie, body })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}')
    })
  })
  expect((await post(url, '{"batch":[]}', false))[1]).toEqual({ success: true })
  expect(await told.promise).toEqual({
    method: 'POST',
    type: 'text/plain;charset=UTF-8',
    cookie: undefined,
    body: '{"batch":[]}',
  })
})

it.each<[string, RequestListener]>([
  ['a redirect', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
  ['a redirect to itself', (_, response) => response.writeHead(302, { location: '/v1/batch' }).end()],
  ['a broken line', (incoming) => incoming.socket.destroy()],
])('%s is none', async (_, listener) => {
  await expect(post(await serve(listener), '{}', false)).rejects.toThrow(TypeError)
})

it.each<[string, RequestListener]>([
  [
    'half an answer',
    (_, response) =>
      response.writeHead(200, { 'content-length': 99 }).write('{"success":true}', () => response.destroy()),
  ],
  ['JSON that is none', (_, response) => response.writeHead(200).end('{"success":true')],
  ['HTML', (_, response) => response.writeHead(200).end('<html>')],
])('%s says nothing', async (_, listener) => {
  const [{ status }, answer] = await post(await serve(listener), '{}', false)
  expect([status, answer]).toEqual([200, {}])
})

it('rejects without a network', async () => {
  await expect(post('http://127.0.0.1:1/', '{}', false)).rejects.toThrow(TypeError)
})

it('gives up a connection that says nothing', async () => {
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
  const url = await serve(() => limit.abort())
  await expect(post(url, '{}', false)).rejects.toThrow('aborted')
  expect(timeout).toHaveBeenCalledWith(90_000)
})

it('gives up an answer that does not end', async () => {
  const limit = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal)
  const url = await serve((_, response) => {
    response.writeHead(200).write('{"success":true}', () => limit.abort())
  })
  const said = post(url, '{}', false).then(([, answer]) => answer)
  // Whichever part of it was waited for.
  expect(await said.catch(() => ({}))).toEqual({})
})

it.each([true, false])(
  'asks for what the page may not live to see: %s, with no cookies and no redirect',
  async (keepalive) => {
    const fetched = vi.fn<typeof fetch>(async () => new Response('{"success":true}'))
    vi.stubGlobal('fetch', fetched)
    vi.stubGlobal('AbortSignal', {})
    await post('/u/v1/batch', '{}', keepalive)
    expect(fetched).toHaveBeenCalledWith('/u/v1/batch', {
      method: 'POST',
      body: '{}',
      keepalive,
      credentials: 'omit',
      redirect: 'error',
      signal: undefined,
    })
  },
)
