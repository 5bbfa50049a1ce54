import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { dts } from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'

// Browsers from 2022 on; the oldest part needed is the Web Locks API of Safari 15.4, and that one has a fallback.
const plugins = [nodeResolve(), esbuild({ target: 'es2022', tsconfig: false }), terser()]

/**
 * Prints the hash that a page names a file by.
 * @param {'sha256' | 'sha384'} algorithm
 * @returns {import('rollup').OutputPlugin}
 */
const printHash = (algorithm, use = '') => ({
  name: 'print-hash',
  writeBundle({ file = '' }) {
    const hash = createHash(algorithm).update(readFileSync(file)).digest('base64')
    process.stdout.write(`${basename(file)}${use} ${algorithm}-${hash}\n`)
  },
})

/** The shared types are private to the workspace, so they travel inside the declarations. */
const types = [dts({ tsconfig: '../tsconfig.json', includeExternal: ['@uptake/shared'] })]

/** @type {import('rollup').RollupOptions[]} */
const config = [
  { input: 'src/index.ts', output: { file: 'dist/index.js', format: 'es', sourcemap: true }, plugins },
  { input: 'src/index.ts', output: { file: 'dist/index.d.ts', format: 'es' }, plugins: types },
  {
    input: 'src/iife.ts',
    output: {
      file: 'dist/uptake.iife.js',
      format: 'iife',
      name: 'uptake',
      sourcemap: true,
      plugins: [printHash('sha384')],
    },
    plugins,
  },
  {
    input: 'src/snippet.ts',
    // Without a source map: a page that holds the text would look for it beside itself.
    output: {
      file: 'dist/snippet.js',
      format: 'iife',
      plugins: [printHash('sha384'), printHash('sha256', ' inline')],
    },
    plugins,
  },
]
export default config
