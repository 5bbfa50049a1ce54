import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { createConsumer } from '../harness/packed-sdk.ts'

it('does nothing on a server, in plain JavaScript and in a component that React renders', async () => {
  using consumer = await createConsumer(['react', 'react-dom'])
  let requests = 0
  await using collector = createServer((_request, response) => {
    requests++
    response.end('{}')
  })
  await once(collector.listen(0, '127.0.0.1'), 'listening')
  const host = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`

  // It ends by itself: nothing that the SDK left there keeps it alive.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(consumer.path, 'server.js')], {
    env: { ...process.env, NODE_ENV: 'production', UPTAKE_HOST: host },
    timeout: 30_000,
  })
  expect(JSON.parse(stdout)).toEqual({ html: '<h1>Q3: no score yet</h1>', timers: [] })
  expect(stderr).toBe('')
  expect(requests).toBe(0)
})
