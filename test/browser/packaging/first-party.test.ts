import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openProxy } from '../../harness/open-proxy.ts'
import { eventually } from '../eventually.ts'
import { openScene, type Scene } from './scene.ts'
import { openSite } from './site.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

/** There is no other origin for the page. */
const headers = { 'Content-Security-Policy': `default-src 'none'; script-src 'self'; connect-src 'self'` }

it.each(['Hono', 'Express'] as const)('a page records through a path of its own origin, by %s', async (example) => {
  await using app = await openSite(join(scene.consumer.sdk, 'dist'), await openProxy(example, scene.collector))
  const user = `ada by ${example}`
  app.put('/app.js', `${scene.createsClient(user, { host: '/u' })}; client.track('report_created')`)
  const html = '<script src="/sdk/uptake.iife.js"></script><script src="/app.js"></script>'
  await using visit = await scene.visit(app.put('/', html, { headers }))
  await eventually(() => scene.eventsOf(user)).toEqual(['report_created'])
  expect(await visit.violations()).toEqual([])
  expect(visit.errors).toEqual([])
})
