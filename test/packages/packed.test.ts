import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv, promisify } from 'node:util'
import { TEMPLATES } from '@uptake/collector/src/cli/templates.ts'
import { build, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endBy, urlOf } from '../harness/child.ts'
import { openBrowser } from '../harness/chromium.ts'
import { openRegistry } from '../harness/open-registry.ts'
import { pack } from '../harness/pack.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const TSC = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript-7.0/package.json')))
const run = promisify(execFile)
// What is installed is run by the Node that runs this.
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}` }

const APP = `
import { createUptake } from '@uptake/sdk'
import type config from './uptake.config.ts'

const { host = '', writeKey = '' } = Object.fromEntries(new URLSearchParams(location.search))
const uptake = createUptake<typeof config>({ host, writeKey, userId: 'ada' })
uptake.track('report_created', { rows: 1200 })
// @ts-expect-error: no such action
uptake.track('report_deleted')
uptake.flush().then(() => document.body.append('sent'))
`
const PAGE = '<!doctype html><title>An app</title><body><script type="module" src="/app.ts"></script>'

const folder = temporaryFolder()
let tarballs: { readonly sdk: string; readonly collector: string }
let registry: Awaited<ReturnType<typeof openRegistry>>
beforeAll(async () => {
  registry = await openRegistry()
  tarballs = { sdk: await pack('sdk', folder.path), collector: await pack('collector', folder.path) }
})
afterAll(async () => {
  await registry[Symbol.asyncDispose]()
  folder.remove()
})

describe.each([
  { name: 'sdk', built: /^dist\/(index|record|default-nudges|nudges|react|snippet|uptake\.iife)\.(js|js\.map|d\.ts)$/ },
  {
    name: 'collector',
    built: /^dist\/((main|(writer|reader)-thread|config-imports|(chunk|program)-\w+)\.js|template\/[\w-]+\.ts)$/,
  },
] as const)('the tarball of $name', ({ name, built }) => {
  it('holds what is built, and nothing of this machine', async () => {
    const { stdout: listed } = await run('tar', ['-tzf', tarballs[name]])
    const files = listed
      .trim()
      .split('\n')
      .map((line) => line.replace('package/', ''))
    expect(files.filter((file) => !built.test(file)).toSorted()).toEqual(['LICENSE', 'README.md', 'package.json'])
    const { stdout: text } = await run('tar', ['-xzOf', tarballs[name]], { maxBuffer: 2 ** 25 })
    expect(text).not.toContain(fileURLToPath(new URL('../..', import.meta.url)))
  })
})

/** Installs the tarballs as npm does, or linked: then a package sees only what it depends on, as it does under pnpm. */
async function install(strategy: 'hoisted' | 'linked'): Promise<string> {
  const here = join(folder.path, strategy)
  mkdirSync(here)
  // As `npm init` leaves it, which is of CommonJS.
  writeFileSync(join(here, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', type: 'commonjs' }))
  const args = ['--no-audit', '--no-fund', '--no-update-notifier', '--cache', join(folder.path, 'cache')]
  args.push('--install-strategy', strategy, '--registry', registry.url, tarballs.sdk, tarballs.collector)
  await run('npm', ['install', ...args], { cwd: here, env })
  return here
}
const npx = async (here: string, ...args: string[]) =>
  (await run('npx', ['--no-install', 'uptake', ...args], { cwd: here, env })).stdout
/** Not by npx, which leaves what it runs alone when it is ended. */
const startCollector = (here: string) => spawn('node_modules/.bin/uptake', ['serve', '--port', '0'], { cwd: here, env })

describe('installed by npm', () => {
  let here: string
  beforeAll(async () => {
    here = await install('hoisted')
  })

  it('says its version', async () => {
    const manifest = readFileSync(new URL('../../collector/package.json', import.meta.url), 'utf8')
    expect(await npx(here, '--version')).toBe(`${(JSON.parse(manifest) as { version: string }).version}\n`)
  })

  it('knows every template', async () => {
    expect((await npx(here, 'init', '--help')).replace(/\s+/g, ' ')).toContain(TEMPLATES.join(', '))
  })

  it('goes from an empty folder to a score of what an app did', async () => {
    expect(await npx(here, 'init')).toContain('wrote  ./uptake.config.ts')
    const keys = parseEnv(readFileSync(join(here, '.env'), 'utf8'))
    const collector = startCollector(here)
    try {
      const host = await urlOf(collector)
      await openApp(here, { host, writeKey: keys['UPTAKE_WRITE_KEY']! })
      const headers = { Authorization: `Bearer ${keys['UPTAKE_SECRET_KEY']}` }
      const score = await fetch(`${host}/v1/users/ada/score`, { headers })
      expect(await score.json()).toMatchObject({ subject: { user: 'ada' } })
      expect(await npx(here, 'scores', '--json')).toContain('"ada"')
      const bundle = readdirSync(join(here, 'dist/assets')).map((name) =>
        readFileSync(join(here, 'dist/assets', name), 'utf8'),
      )
      expect(bundle.join()).toContain('/v1/batch')
      expect(bundle.join(), 'rules that the app does not use').not.toContain('case-study')
    } finally {
      expect(await endBy(collector, 'SIGTERM')).toBe(0)
    }
  })

  it('compiles what `uptake init` writes, and an app that uses it', async () => {
    const compilerOptions = { strict: true, noEmit: true, module: 'esnext', moduleResolution: 'bundler', types: [] }
    const lib = { lib: ['es2024', 'dom'], allowImportingTsExtensions: true }
    const project = { compilerOptions: { ...compilerOptions, ...lib }, files: ['app.ts'] }
    writeFileSync(join(here, 'tsconfig.json'), JSON.stringify(project))
    const { stdout } = await run(process.execPath, [TSC], { cwd: here }).catch((error: { stdout: string }) => error)
    expect(stdout).toBe('')
  })
})

it('runs where a package sees only what it depends on', async () => {
  const here = await install('linked')
  await npx(here, 'init', '--template', 'crm')
  const collector = startCollector(here)
  try {
    await urlOf(collector)
    writeFileSync(join(here, 'log.csv'), 'id,user,event,time\n1,bea,deal_created,2026-01-05T10:00Z\n')
    await npx(here, 'import', 'log.csv')
    expect(await npx(here, 'query', '--csv', 'select user_id from events')).toContain('bea')
  } finally {
    expect(await endBy(collector, 'SIGTERM')).toBe(0)
  }
})

/** Bundles an app that records, and has it opened in a browser until what it recorded is answered. */
async function openApp(here: string, query: Record<string, string>): Promise<void> {
  writeFileSync(join(here, 'app.ts'), APP)
  writeFileSync(join(here, 'index.html'), PAGE)
  await build({ root: here, configFile: false, logLevel: 'warn' })
  const server = await preview({ root: here, configFile: false, preview: { host: '127.0.0.1', port: 0 } })
  await using browser = await openBrowser()
  try {
    const page = await browser.context.newPage()
    const { port } = server.httpServer.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams(query)}`)
    await page.getByText('sent').waitFor()
  } finally {
    await server.close()
  }
}

it('says what Node it needs to one that is older', async () => {
  const older = `data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '20.20.2' })`
  const main = join(folder.path, 'hoisted/node_modules/@uptake/collector/dist/main.js')
  const ran = run(process.execPath, ['--import', older, main, 'serve'])
  await expect(ran).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/20\.20\.2.*\n.*Node 24 or later/) })
})
