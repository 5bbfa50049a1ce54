import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { toDefine } from './collector-define.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // `.env` holds the collector's secrets: Vite has no business with it.
  envDir: false,
  oxc: { jsx: { runtime: 'automatic' } },
  // For a test, or `vite` by hand; `start.ts` gives its own over these.
  define: toDefine({
    host: process.env.UPTAKE_HOST ?? 'http://127.0.0.1:4747',
    writeKey: process.env.UPTAKE_WRITE_KEY ?? '',
  }),
  // Known from the start, so that the first page is not loaded twice.
  optimizeDeps: { include: ['react', 'react/jsx-dev-runtime', 'react-dom/client'] },
  server: {
    host: '127.0.0.1',
    // Vite serves what lies under its root: neither keys nor the database should come with it.
    fs: { deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', '**/demo/data/**'] },
    watch: { ignored: ['**/demo/data/**'] },
  },
  build: { outDir: 'dist', sourcemap: true },
})
