import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { request } from './http.ts'

let stop: (() => void) | undefined
afterEach(() => stop?.())

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = () => server.close()
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

it('returns an answer with its body read', async () => {
  const url = await serve((_, response) => {
    response
      .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '5' })
      .end('{"code":"unavailable"}')
  })
  expect(await request(url, { method: 'POST', body: '{}' })).toEqual({
    status: 503,
    contentType: 'application/problem+json',
    retryAfter: '5',
    body: '{"code":"unavailable"}',
  })
})

it('sends text, which needs no preflight', async () => {
  let type: string | undefined
  const url = await serve((incoming, response) => {
    type = incoming.headers['content-type']
    response.end()
  })
  await request(url, { method: 'POST', body: '{}' })
  expect(type).toMatch(/^text\/plain/)
})

it.each<[string, RequestListener]>([
  ['a redirect', (_, response) => response.writeHead(302, { location: '/' }).end()],
  [
    'half an answer',
    (_, response) => response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  ],
  ['a broken line', (incoming) => incoming.socket.destroy()],
])('returns null for %s', async (_, listener) => {
  expect(await request(await serve(listener), { method: 'POST', body: '{}' })).toBeNull()
})
