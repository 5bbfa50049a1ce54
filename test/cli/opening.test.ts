import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { portToKeep } from '../harness/port-to-keep.ts'
import { runUptake, spawnCollector, spawnUptake } from '../harness/spawn-collector.ts'
import { slowDown } from '../harness/slow-down.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const EVENTS = 20_000
const folder = temporaryFolder()
afterAll(() => folder.remove())

const path = (name: string) => join(folder.path, name)
const dimensions = { depth: { amount: 'value', target: 3, weight: 1 } }

it('a collector lives while it folds its store by another model, is not ready, ends with 0, and goes on later', async () => {
  writeFileSync(path('one.json'), JSON.stringify({ model: { actions: { a: {} }, dimensions } }))
  writeFileSync(path('other.json'), JSON.stringify({ model: { actions: { a: { feature: 'f' } }, dimensions } }))
  const lines = Array.from({ length: EVENTS }, (_, i) => `e${i},u${i % 2_500},a,2026-01-01T00:00:00Z`)
  writeFileSync(path('log.csv'), `id,userId,event,timestamp\n${lines.join('\n')}\n`)
  const { code, stderr } = await runUptake([
    'import',
    path('log.csv'),
    '--data',
    path('data'),
    '--config',
    path('one.json'),
  ])
  expect([code, stderr]).toEqual([0, expect.any(String)])

  const speedUp = slowDown(path('data'), 'INSERT ON rows')
  const port = await portToKeep()
  const args = ['--port', String(port), '--data', path('data'), '--config', path('other.json')]
  const opening = spawnUptake(['serve', ...args])
  const ended = once(opening, 'exit')
  let said = ''
  opening.stdout?.on('data', (chunk) => (said += String(chunk)))
  const ask = (route: string) =>
    fetch(`http://127.0.0.1:${port}${route}`).then(
      ({ status }) => status,
      () => null,
    )
  await expect.poll(() => ask('/readyz'), { interval: 5, timeout: 20_000 }).toBe(503)
  expect(await ask('/healthz')).toBe(200)
  opening.kill('SIGTERM')
  expect([await ended, said]).toEqual([[0, null], ''])
  speedUp()

  const collector = await spawnCollector({ data: path('data'), config: path('other.json') })
  expect((await fetch(`${collector.url}/readyz`)).status).toBe(200)
  expect(await collector.end('SIGTERM')).toBe(0)
})
