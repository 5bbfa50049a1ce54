import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { SERVER_CALLS } from './calls.ts'
import { openStage } from './stage.ts'

// Where the clients' packages are.
const cwd = fileURLToPath(new URL('..', import.meta.url))

/** Runs an example in a process of its own, which ends when everything was sent. */
async function run(code: string, end: string): Promise<void> {
  const calls = `for (const [method, given] of ${JSON.stringify(SERVER_CALLS)}) analytics[method](given)`
  const args = ['--input-type=module-typescript', '--eval', `${code}\n${calls}\nawait ${end}`]
  await promisify(execFile)(process.execPath, args, { cwd, timeout: 50_000 })
}

it('R39: @segment/analytics-node', async () => {
  await using stage = await openStage()
  await run(stage.code('segment-node'), 'analytics.closeAndFlush()')
  expect(stage.sums().duplicates).toBeGreaterThan(0)
  await stage.expectSame()
})

it('R39: @rudderstack/rudder-sdk-node, which sends gzip under another name', async () => {
  await using stage = await openStage()
  await run(stage.code('rudder-node'), 'analytics.flush()')
  expect(stage.sums().duplicates).toBeGreaterThan(0)
  const { type, encoding } = stage.front.answers[0] ?? {}
  expect([type, encoding]).toEqual(['application/x-www-form-urlencoded', 'gzip'])
  await stage.expectSame()
})
