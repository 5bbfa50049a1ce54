import { execFile } from 'node:child_process'
import { cpSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serve, type Served } from './serve.ts'
import { temporaryFolder } from './start-collector.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const COLLECTOR = fileURLToPath(new URL('../../collector', import.meta.url))

/** A package registry on this machine. It has what the collector depends on, in the versions that are installed here, and nothing else. */
export async function openRegistry(): Promise<Served> {
  const folders = new Map<string, string>()
  const add = (modules: string, { dependencies = {} }: Manifest): void => {
    for (const name of Object.keys(dependencies)) {
      if (folders.has(name)) continue
      const folder = realpathSync(join(modules, name))
      folders.set(name, folder)
      // Beside an installed package is what it depends on.
      add(join(folder, name.includes('/') ? '../..' : '..'), manifestOf(folder))
    }
  }
  add(join(COLLECTOR, 'node_modules'), manifestOf(COLLECTOR))

  const copies = temporaryFolder()
  const served = await serve(async (request, response) => {
    const [, name = '', isTarball] = /^\/(.+?)(\.tgz)?$/.exec(decodeURIComponent(request.url ?? '')) ?? []
    const folder = folders.get(name)
    if (folder === undefined) {
      response.writeHead(404).end()
    } else if (isTarball) {
      // A copy, since files that are linked here would be links in the tarball.
      const copy = join(copies.path, name)
      cpSync(folder, copy, { recursive: true, filter: (path) => basename(path) !== 'node_modules' })
      const args = ['-cf', '-', '-C', dirname(copy), basename(copy)]
      const { stdout } = await promisify(execFile)('tar', args, { encoding: 'buffer', maxBuffer: 2 ** 28 })
      response.end(stdout)
    } else {
      const manifest = manifestOf(folder)
      const { version } = manifest
      const tarball = `http://${request.headers.host}/${name}.tgz`
      response.end(
        JSON.stringify({
          name,
          'dist-tags': { latest: version },
          versions: { [version]: { ...manifest, dist: { tarball } } },
        }),
      )
    }
  })
  return {
    url: served.url,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      copies.remove()
    },
  }
}
