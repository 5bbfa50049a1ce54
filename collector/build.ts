import { cpSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }

// Node runs the sources as they are, but not those of an installed package.
rmSync('dist', { recursive: true, force: true })
await build({
  // What is asked for by its address is an entry of its own; all lie side by side, so that the address is the same from anywhere.
  entryPoints: ['src/main.ts', 'src/writer-thread.ts', 'src/cli/import/reader-thread.ts', 'src/cli/config-imports.ts'],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // What is installed with it stays outside; shared, which is no package of its own outside, comes in.
  external: Object.keys(dependencies),
})
cpSync('src/cli/template', 'dist/template', { recursive: true })
