import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createConsumer } from '../harness/packed-sdk.ts'
import { serve } from '../harness/serve.ts'

it('does nothing on a server, in plain JavaScript and in a component that React renders', async () => {
  using consumer = await createConsumer(['react', 'react-dom'])
  let requests = 0
  await using collector = await serve((_request, response) => {
    requests++
    response.end('{}')
  })

  // It ends by itself: nothing that the SDK left there keeps it alive.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(consumer.path, 'server.js')], {
    env: { ...process.env, NODE_ENV: 'production', UPTAKE_HOST: collector.url },
    timeout: 50_000,
  })
  expect(JSON.parse(stdout)).toEqual({ html: '<h1>Q3: no score yet</h1>', timers: [] })
  expect(stderr).toBe('')
  expect(requests).toBe(0)
})
