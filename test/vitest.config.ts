import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const results = process.env['UPTAKE_TEST_RESULTS']

/** Each three times, with waits as they are in life: `pnpm test:faults`. */
const FAULTS = { repeats: 2, env: { UPTAKE_FAULTS: 'real' } }

/** One after the other: the first may have to unpack the browser. */
const WITH_BROWSER = ['test/browser/**/*.test.ts', 'test/packages/packed.test.ts']

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    ...(mode === 'faults' && FAULTS),
    // What is waited for comes late on a machine that is busy with others.
    expect: { poll: { timeout: 20_000 } },
    // For whoever counts: .ci/run names a file.
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,sdk,collector,demo,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...WITH_BROWSER],
          // Some start processes of their own.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: WITH_BROWSER,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
}))
