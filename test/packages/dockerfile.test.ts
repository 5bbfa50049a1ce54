import { execFile, spawn } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readTemplate } from '@uptake/collector/src/cli/templates.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endBy, urlOf } from '../harness/child.ts'
import { runDockerfile, type Image } from '../harness/run-dockerfile.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

const CONTEXT = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
// The Node that runs this stands for the image's, and what was downloaded before is taken.
const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`
let image: Image
beforeAll(async () => {
  image = await runDockerfile(CONTEXT, folder.path, { ...process.env, PATH, npm_config_prefer_offline: 'true' })
}, 180_000)
afterAll(() => folder.remove())

it('builds an image that holds the collector, what it depends on, and nothing of the sources', () => {
  expect(readdirSync(image.root).toSorted()).toEqual(['app', 'data'])
  expect(readdirSync(join(image.root, 'app')).filter((name) => !/^(pnpm-|LICENSE|README)/.test(name))).toEqual([
    'dist',
    'node_modules',
    'package.json',
    'uptake',
  ])
  expect(readdirSync(join(image.root, 'app/node_modules'))).not.toContain('esbuild')
})

it('runs as a user that may write to its volume', () => {
  expect(image).toMatchObject({ user: 'node', owners: { '/data': 'node:node' }, volumes: ['/data'] })
})

it('serves by keys of the environment, is found healthy, and ends by SIGTERM', async () => {
  const env = {
    ...process.env,
    PATH: image.path,
    UPTAKE_WRITE_KEY: KEYS.writeKey,
    UPTAKE_SECRET_KEY: KEYS.secretKey,
  }
  writeFileSync(join(image.workdir, 'uptake.config.ts'), readTemplate('default'))
  const [file, ...args] = [...image.entrypoint, ...image.command, '--port', '0']
  const collector = spawn(file, args, { cwd: image.workdir, env })
  const checkHealth = async (port: string) => {
    const [node = '', ...check] = image.healthcheck.map((part) => part.replace(':4747/', `:${port}/`))
    await promisify(execFile)(node, check, { env })
  }
  const { hostname, port } = new URL(await urlOf(collector))
  try {
    expect(hostname).toBe('0.0.0.0')
    await checkHealth(port)
  } finally {
    expect(await endBy(collector, 'SIGTERM')).toBe(0)
  }
  expect(readdirSync(join(image.root, 'data'))).toEqual(['uptake.db'])
  await expect(checkHealth(port)).rejects.toMatchObject({ code: 1 })
})
