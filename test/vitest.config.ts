import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '..',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,sdk,collector,demo,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/browser/**'],
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
