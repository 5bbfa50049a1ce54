import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { transform } from 'esbuild'
import { dts } from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'

/**
 * A style sheet is imported as its text.
 * @type {import('rollup').Plugin}
 */
const styles = {
  name: 'styles',
  async transform(code, id) {
    if (!id.endsWith('.css')) return null
    const { code: text } = await transform(code, { loader: 'css', minify: true, target: 'es2022' })
    return { code: `export default ${JSON.stringify(text.trim())}`, map: null }
  },
}
// Browsers from 2022 on; the oldest part needed is the Web Locks API of Safari 15.4, and that one has a fallback.
const plugins = [
  nodeResolve(),
  styles,
  esbuild({ target: 'es2022', tsconfig: false }),
  terser({ compress: { passes: 3 } }),
]
// The shared types are private to the workspace, so they travel inside the declarations.
const types = [dts({ tsconfig: '../tsconfig.json', includeExternal: ['@uptake/shared'] })]

/**
 * Inline, a script is allowed by the hash of all that is between its tags: no line break at the end that may be lost.
 * @type {import('rollup').OutputPlugin}
 */
const withoutLineEnd = {
  name: 'without-line-end',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = file.code.trimEnd()
  },
}

/**
 * Hooks are for what renders in a browser; where a server renders a part for good, its compiler has to know.
 * @type {import('rollup').OutputPlugin}
 */
const forClients = {
  name: 'for-clients',
  generateBundle(_options, bundle) {
    // Only now: what compresses takes it out.
    for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = `'use client';${file.code}`
  },
}

/** @type {import('rollup').RollupOptions[]} */
const config = [
  // The default rules lie beside the entry, which leads to them: whoever bundles it takes them only where they are used.
  { input: ['src/index.ts', 'src/default-nudges.ts'], output: { dir: 'dist', format: 'es', sourcemap: true }, plugins },
  { input: 'src/record.ts', output: { file: 'dist/record.js', format: 'es', sourcemap: true }, plugins },
  { input: 'src/nudges.ts', output: { file: 'dist/nudges.js', format: 'es', sourcemap: true }, plugins },
  ...['index', 'record', 'nudges'].flatMap((name) => [
    { input: `src/${name}.ts`, output: { file: `dist/${name}.d.ts`, format: 'es' }, plugins: types },
  ]),
  {
    input: 'src/react.ts',
    output: { file: 'dist/react.js', format: 'es', plugins: [forClients] },
    external: ['react'],
    plugins,
  },
  { input: 'src/react.ts', output: { file: 'dist/react.d.ts', format: 'es' }, external: ['react'], plugins: types },
  {
    input: 'src/iife.ts',
    output: { file: 'dist/uptake.iife.js', format: 'iife', name: 'uptake', sourcemap: true },
    plugins,
  },
  {
    input: 'src/snippet.ts',
    // Without a source map: inline, it would be looked for beside the page.
    output: { file: 'dist/snippet.js', format: 'iife', plugins: [withoutLineEnd] },
    plugins,
  },
]
export default config
