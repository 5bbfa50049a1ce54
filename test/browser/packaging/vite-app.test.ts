import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { KEYS } from '../../harness/start-collector.ts'
import { eventually } from '../eventually.ts'
import { openScene } from './scene.ts'

const VITE = fileURLToPath(new URL('bin/vite.js', import.meta.resolve('vite/package.json')))

it('a Vite app that was built with the packed SDK records', async () => {
  await using scene = await openScene()
  const { consumer, collector, site } = scene
  // In a process of its own: in this one NODE_ENV is "test".
  const build = ['build', consumer.path, '--logLevel', 'warn']
  const { stderr } = await promisify(execFile)(process.execPath, [VITE, ...build], {
    env: { ...process.env, NODE_ENV: 'production' },
  })
  expect(stderr).toBe('')
  const built = join(consumer.path, 'dist')
  for (const file of readdirSync(join(built, 'assets')))
    site.put(`/assets/${file}`, readFileSync(join(built, 'assets', file), 'utf8'))
  const page = site.put('/app', readFileSync(join(built, 'index.html'), 'utf8'))

  const options = new URLSearchParams({ host: collector.url, writeKey: KEYS.writeKey, userId: 'ada' })
  await using visit = await scene.visit(`${page}?${options}`)
  await eventually(() => scene.eventsOf('ada')).toEqual(['report_created'])
  expect(visit.errors).toEqual([])
})
