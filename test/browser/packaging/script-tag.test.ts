import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Batch } from '@uptake/shared/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { openScene, type Scene } from './scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene[Symbol.asyncDispose]())
const SNIPPET = '<script src="/sdk/snippet.js"></script>'
const SCRIPT = '<script src="/sdk/uptake.iife.js"></script>'

it('loads by a script tag', async () => {
  const code = `${scene.createsClient('ada')}; client.track('report_created')`
  await using visit = await scene.visit(scene.site.put('/plain', `${SCRIPT}<script>${code}</script>`))
  await eventually(() => scene.eventsOf('ada')).toEqual(['report_created'])
  expect(visit.errors).toEqual([])
})

describe('the snippet', () => {
  it('holds calls until the script is there, and keeps their times', async () => {
    const arrival = Promise.withResolvers<void>()
    const script = readFileSync(join(scene.consumer.sdk, 'dist/uptake.iife.js'), 'utf8')
    scene.site.put('/late.js', script, { until: arrival.promise })
    const code = `
      const before = Date.now()
      ${scene.createsClient('bob')}
      client.track('report_created', { rows: 1 })
      const { track } = client
      track('report_shared')
      const stop = client.me.subscribe(() => {})
      const after = Date.now()
      let isFlushed = false
      client.flush().then(() => (isFlushed = true))`
    const page = `${SNIPPET}<script async src="/late.js"></script><script>${code}</script>`
    await using visit = await scene.visit(scene.site.put('/late', page))
    const times: number[] = []
    visit.page.on('request', (request) => {
      if (!request.url().endsWith('/v1/batch')) return
      const { batch } = JSON.parse(request.postData() ?? '') as Batch
      // The page before may have left something to be sent again.
      const own = batch.filter(({ userId }) => userId === 'bob')
      times.push(...own.map(({ timestamp }) => Date.parse(String(timestamp))))
    })
    // Time goes by, which the calls must not take part in.
    await visit.page.waitForFunction('Date.now() > after + 100')
    expect(await visit.page.evaluate('isFlushed')).toBe(false)
    expect(await scene.eventsOf('bob')).toEqual([])

    arrival.resolve()
    await visit.page.waitForFunction('isFlushed')
    expect(await scene.eventsOf('bob')).toEqual(['report_created', 'report_shared'])
    const [before, after] = await visit.page.evaluate<[number, number]>('[before, after]')
    expect(new Set(times).size).toBeGreaterThan(0)
    for (const time of times) expect([time >= before, time <= after]).toEqual([true, true])

    // What the page got from the snippet is the real thing now.
    await visit.page.evaluate(`client.track('comment_added'); track('rows_imported'); stop()`)
    await visit.page.evaluate('client.flush()')
    expect((await scene.eventsOf('bob')).slice(2)).toEqual(['comment_added', 'rows_imported'])
    expect(times.at(-1)).toBeGreaterThan(after)
    expect(visit.errors).toEqual([])
  })

  it.each([
    { name: 'twice, and the script too', user: 'cem', parts: [SNIPPET, 'code', SNIPPET, SCRIPT, SCRIPT] },
    { name: 'after the script', user: 'dia', parts: [SCRIPT, SNIPPET, 'code', SNIPPET] },
    { name: 'beside an element of that id', user: 'eve', parts: ['<p id="uptake">', SNIPPET, 'code', SCRIPT] },
  ])('does no harm $name', async ({ user, parts }) => {
    const code = `<script>${scene.createsClient(user)}; client.track('report_created')</script>`
    const more = `<script>client.track('report_shared')</script>`
    const page = parts.map((part) => (part === 'code' ? code : part)).join('') + more
    await using visit = await scene.visit(scene.site.put(`/${user}`, page))
    await visit.page.waitForLoadState()
    await visit.page.evaluate('client.flush()')
    expect(await scene.eventsOf(user)).toEqual(['report_created', 'report_shared'])
    expect(visit.errors).toEqual([])
  })

  it('does no harm where the script is blocked, and gives what it holds to one that comes after all', async () => {
    const code = `
      ${scene.createsClient('fay')}
      let isOver = false
      async function leave() {
        client.track('report_created')
        await client.flush()
        isOver = true
      }
      void leave()`
    const page = `${SNIPPET}<script async src="/blocked.js"></script><script>${code}</script>`
    await using visit = await scene.visit(scene.site.put('/blocked', page))
    // Whoever waits is let go.
    await visit.page.waitForFunction('isOver')
    await visit.page.evaluate('isOver = false; leave()')
    expect(await visit.page.evaluate('isOver')).toBe(true)
    expect(await scene.eventsOf('fay')).toEqual([])

    await visit.page.addScriptTag({ url: '/sdk/uptake.iife.js' })
    await visit.page.evaluate('client.flush()')
    expect(await scene.eventsOf('fay')).toEqual(['report_created', 'report_created'])
    expect(visit.errors).toEqual([])
  })

  it('reports wrong options when they are read, and ends nothing else', async () => {
    const code = `
      const wrong = uptake.createUptake({ host: '/u', writeKey: 'wk', flushAt: 20 })
      wrong.track('report_created')
      ${scene.createsClient('gus')}
      client.track('report_created')`
    const page = `${SNIPPET}<script>${code}</script>${SCRIPT}<script>wrong.me.subscribe(() => {})()</script>`
    await using visit = await scene.visit(scene.site.put('/wrong', page))
    await eventually(() => scene.eventsOf('gus')).toEqual(['report_created'])
    await eventually(async () => visit.errors).toEqual([expect.stringContaining('option "flushAt"')])
  })
})
