import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const results = process.env['UPTAKE_TEST_RESULTS']

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // For whoever counts: .ci/run names a file.
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,sdk,collector,demo,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/browser/**'],
          // Some start processes of their own, on a machine that may be busy with others.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
