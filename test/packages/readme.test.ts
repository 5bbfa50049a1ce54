import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it.each([
  { file: 'hono.ts', language: 'ts' },
  { file: 'express.ts', language: 'ts' },
  { file: 'next.config.js', language: 'js' },
])('the SDK’s README shows $file as it is', ({ file, language }) => {
  expect(read('../../sdk/README.md')).toContain(`\`\`\`${language}\n${read(`proxies/${file}`)}\`\`\`\n`)
})

it('the SDK’s README shows reports.tsx as it is', () => {
  expect(read('../../sdk/README.md')).toContain(`\`\`\`tsx\n${read('consumer/reports.tsx')}\`\`\`\n`)
})

it.each(['segment-node.ts', 'segment-browser.ts', 'rudder-node.ts', 'rudder-browser.ts'])(
  'the collector’s README shows %s as it is',
  (file) => {
    expect(read('../../collector/README.md')).toContain(`\`\`\`ts\n${read(`../clients/examples/${file}`)}\`\`\`\n`)
  },
)

it('the SDK’s README gives the sizes that are its limits', () => {
  const { 'size-limit': limits } = JSON.parse(read('../../sdk/package.json')) as {
    'size-limit': { path: string; limit: string }[]
  }
  const rows = [...read('../../sdk/README.md').matchAll(/^\| `([\w.]+\.js)` \|.*\| ([\d.]+ kB) \|$/gm)]
  expect(rows.map(([, file, limit]) => ({ path: `dist/${file}`, limit }))).toEqual(
    limits.map(({ path, limit }) => ({ path, limit })),
  )
})
