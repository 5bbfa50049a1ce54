import { fileURLToPath } from 'node:url'

const inDemo = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

export const PATHS = {
  root: inDemo('..'),
  config: inDemo('uptake.config.ts'),
  env: inDemo('.env'),
  data: inDemo('data'),
  viteConfig: inDemo('vite.config.ts'),
  collector: inDemo('../collector/src/main.ts'),
} as const
