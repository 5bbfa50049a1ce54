import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

// Where the clients' packages are.
const root = fileURLToPath(new URL('../..', import.meta.url))

/** A page's scripts by their paths, and which of them is the first. */
export interface Bundle {
  readonly entry: string
  readonly scripts: ReadonlyMap<string, string>
}

/** Bundles a module for a page, as its users do. */
export async function bundle(code: string): Promise<Bundle> {
  const { output } = (await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'code',
        resolveId: (id) => (id === 'code' ? '\0code.ts' : null),
        load: (id) => (id === '\0code.ts' ? code : null),
      },
    ],
    build: { write: false, rolldownOptions: { input: 'code' } },
  })) as Rolldown.RolldownOutput
  const chunks = output.filter((file) => file.type === 'chunk')
  return {
    entry: `/${output[0].fileName}`,
    scripts: new Map(chunks.map(({ fileName, code: script }) => [`/${fileName}`, script])),
  }
}
