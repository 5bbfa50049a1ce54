import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Packs a package of this workspace as it would be published, into `folder`; resolves to the tarball. What is built is packed, as `pnpm test` has built it. */
export async function pack(name: 'sdk' | 'collector', folder: string): Promise<string> {
  const cwd = fileURLToPath(new URL(`../../${name}`, import.meta.url))
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]
  const { stdout } = await promisify(execFile)('npm', args, { cwd })
  return join(folder, stdout.trim())
}
