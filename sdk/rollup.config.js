import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { dts } from 'rollup-plugin-dts'
import esbuild from 'rollup-plugin-esbuild'

// Browsers from 2022 on; the oldest part needed is the Web Locks API of Safari 15.4, and that one has a fallback.
const plugins = [nodeResolve(), esbuild({ target: 'es2022', tsconfig: false }), terser()]

/** @type {import('rollup').RollupOptions[]} */
const config = [
  { input: 'src/index.ts', output: { file: 'dist/index.js', format: 'es', sourcemap: true }, plugins },
  {
    input: 'src/iife.ts',
    output: { file: 'dist/uptake.iife.js', format: 'iife', name: 'uptake', sourcemap: true },
    plugins,
  },
  {
    input: 'src/index.ts',
    output: { file: 'dist/index.d.ts', format: 'es' },
    // The shared types are private to the workspace, so they travel inside the declarations.
    plugins: [dts({ tsconfig: '../tsconfig.json', includeExternal: ['@uptake/shared'] })],
  },
]
export default config
