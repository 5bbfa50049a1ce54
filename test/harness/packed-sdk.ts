import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pack } from './pack.ts'
import { temporaryFolder } from './start-collector.ts'

const SOURCES = fileURLToPath(new URL('../packages/consumer', import.meta.url))

/** Somebody else's project, which has the SDK as it would be published, and the sources of `test/packages/consumer`. */
export interface Consumer extends Disposable {
  readonly path: string
  /** The SDK's folder in its node_modules. */
  readonly sdk: string
}

/** @param dependencies - names of packages of this room that it has too */
export async function createConsumer(dependencies: readonly string[] = []): Promise<Consumer> {
  const { path, remove } = temporaryFolder()
  const modules = join(path, 'node_modules')
  const sdk = join(modules, '@uptake/sdk')
  mkdirSync(sdk, { recursive: true })
  await promisify(execFile)('tar', ['-xzf', await pack('sdk', path), '-C', sdk, '--strip-components', '1'])
  for (const name of dependencies) {
    const target = join(modules, name)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(realpathSync(new URL(`../node_modules/${name}`, import.meta.url)), target, 'dir')
  }
  writeFileSync(join(path, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  cpSync(SOURCES, path, { recursive: true })
  return { path, sdk, [Symbol.dispose]: remove }
}
