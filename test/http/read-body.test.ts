import { Hono } from 'hono'
import { createBodyReader } from '@uptake/collector/src/http/read-body.ts'
import { UptakeError } from '@uptake/collector/src/errors.ts'
import { LIMITS } from '@uptake/shared/wire'
import { expect, it } from 'vitest'

const app = new Hono()
const readBody = createBodyReader()
app.post('/', async (context) => context.text(new TextDecoder().decode(await readBody(context))))
app.onError((error, context) => context.text(error instanceof UptakeError ? error.code : String(error), 400))

function send(chunks: readonly string[]): Promise<string> {
  const encoder = new TextEncoder()
  const left = chunks.values()
  const body = new ReadableStream({
    pull(controller) {
      const { value, done } = left.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  const headers = { 'Transfer-Encoding': 'chunked' }
  const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
  return Promise.resolve(app.request('/', init)).then((answer) => answer.text())
}

it('puts a body in pieces together', async () => {
  expect(await send([])).toBe('')
  const pieces = Array.from({ length: 100 }, (_, index) => String(index).repeat(index % 7 === 0 ? 1_000 : 3))
  expect(await send(pieces)).toBe(pieces.join(''))
})

it('refuses what is beyond the limit, and what comes crumb by crumb', async () => {
  expect(await send(['x'.repeat(LIMITS.requestBytes)])).toHaveLength(LIMITS.requestBytes)
  expect(await send(['x'.repeat(LIMITS.requestBytes), 'x'])).toBe('body_too_large')
  expect(await send(Array.from({ length: 5_000 }, () => 'x'))).toBe('body_too_large')
})

it('refuses what says that it is beyond the limit, and bodies while too many are being read', async () => {
  const say = (length: number, body?: ReadableStream) => {
    const headers = { 'Content-Length': String(length) }
    return app.request('/', { method: 'POST', headers, body: body ?? 'x', duplex: 'half' } as RequestInit)
  }
  expect(await (await say(LIMITS.requestBytes + 1)).text()).toBe('body_too_large')
  const ends: (() => void)[] = []
  const slow = () => new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) })
  const held = Array.from({ length: 520 }, () => say(LIMITS.requestBytes, slow()))
  expect(await (await say(LIMITS.requestBytes)).text()).toBe('x')
  const more = Array.from({ length: 10 }, () => say(LIMITS.requestBytes, slow()))
  expect(await (await say(LIMITS.requestBytes)).text()).toBe('unavailable')
  for (const end of ends) end()
  await Promise.all([...held, ...more])
  expect(await (await say(LIMITS.requestBytes)).text()).toBe('x')
})
