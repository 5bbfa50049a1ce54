import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * Who may import whom, by the longest matching folder; of ours nothing else. `*` is any file of the project's, a name with
 * `!` is an npm package that is confined to the places that list it.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'shared/src/index.ts': ['shared/src/model'],
  'shared/src/model': ['shared/src/wire', 'zod!'],
  'shared/src/scoring': ['shared/src/model', 'shared/src/wire'],
  'shared/src/nudges': ['shared/src/scoring', 'shared/src/model', 'shared/src/wire'],
  'shared/src/wire': [],
  'shared/src/wire/schema.ts': ['shared/src/wire', 'zod!'],
  'sdk/src/core': ['shared/src/index.ts', 'shared/src/wire', 'shared/src/model'],
  'sdk/src/platform': ['sdk/src/core', 'shared/src/wire', 'idb-keyval!'],
  'sdk/src/recording': ['sdk/src/core', 'sdk/src/platform', 'sdk/src/options.ts'],
  'sdk/src/engagement': [
    'sdk/src/core',
    'sdk/src/platform',
    'sdk/src/client.ts',
    'sdk/src/types.ts',
    'shared/src/wire',
  ],
  'sdk/src/nudges': ['sdk/src/types.ts'],
  'sdk/src/nudges.ts': ['sdk/src/nudges'],
  'sdk/src': ['sdk/src/core', 'sdk/src/platform', 'shared/src/index.ts', 'shared/src/wire', 'shared/src/model'],
  'sdk/src/react.ts': ['sdk/src/types.ts', 'shared/src/wire', 'shared/src/model', 'react!'],
  'collector/src/storage': ['shared/src/wire', 'shared/src/scoring'],
  'collector/src/storage/sqlite': [
    'collector/src/errors.ts',
    'collector/src/storage/storage.ts',
    'shared/src/wire',
    'better-sqlite3!',
    'kysely!',
  ],
  'collector/src/storage/open.ts': ['collector/src/storage', 'collector/src/errors.ts'],
  'collector/src/ingest': [
    'collector/src/storage/storage.ts',
    'collector/src/errors.ts',
    'collector/src/parse-time.ts',
    'shared/src',
  ],
  'collector/src/scores': [
    'collector/src/storage/storage.ts',
    'collector/src/ingest/fold-messages.ts',
    'collector/src/ingest/fold-version.ts',
    'collector/src/ingest/seen.ts',
    'collector/src/errors.ts',
    'collector/src/parse-time.ts',
    'shared/src',
    'lru-cache!',
  ],
  'collector/src/nudges': [
    'collector/src/scores',
    'collector/src/storage/storage.ts',
    'shared/src',
    'ipaddr.js!',
    'standardwebhooks!',
  ],
  'collector/src/insights': ['collector/src/scores', 'collector/src/storage/storage.ts', 'shared/src'],
  'collector/src/routes': [
    'collector/src/http',
    'collector/src/ingest',
    'collector/src/scores',
    'collector/src/nudges',
    'collector/src/errors.ts',
    'shared/src',
    'hono!',
    'zod!',
  ],
  'collector/src/routes/openapi': [
    'collector/src/routes',
    'collector/src/ingest',
    'shared/src/wire',
    'hono!',
    'zod!',
    'zod-openapi!',
  ],
  'collector/src/http': [
    'collector/src/routes',
    'collector/src/ingest',
    'collector/src/scores',
    'collector/src/insights',
    'collector/src/nudges',
    'collector/src/errors.ts',
    'shared/src',
    'hono!',
    '@hono/node-server!',
    'jose!',
    'lru-cache!',
    'zod!',
  ],
  'collector/src/cli': ['*', 'commander!', 'papaparse!'],
  'collector/src/main.ts': ['*'],
  'collector/src/project.ts': ['*'],
  'collector/src/writer.ts': [
    'collector/src/writer-thread.ts',
    'collector/src/ingest',
    'collector/src/http/keys.ts',
    'collector/src/http/metrics.ts',
    'collector/src/errors.ts',
    'shared/src/wire',
  ],
  'collector/src/writer-thread.ts': ['*'],
  'collector/src/errors.ts': ['shared/src/wire'],
  'collector/src/parse-time.ts': [],
  demo: ['sdk', 'shared/src', 'vite!', 'react!', 'react-dom!', 'driver.js!', 'standardwebhooks!'],
}
const CONFINED = new Set(
  Object.values(MAY_IMPORT)
    .flat()
    .filter((name) => name.endsWith('!'))
    .map((name) => name.slice(0, -1)),
)
/** Who may touch the process, and the clock and chance of the machine. */
const EDGE = /^(collector\/src\/(cli\/|main\.ts|project\.ts|writer-thread\.ts)|demo\/|sdk\/src\/(platform\/|[^/]+$))/

const files = ['shared/src', 'sdk/src', 'collector/src', 'demo']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test(-d)?\.ts$|node_modules|\/dist\/|\/template\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))

function importsOf({ file, text }: { file: string; text: string }): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier ?? '',
  )
  return specifiers.map((specifier) => {
    if (specifier.startsWith('.')) return relative(ROOT, join(ROOT, dirname(file), specifier))
    const ours = /^@uptake\/(\w+)(?:\/(.*))?$/.exec(specifier)
    if (!ours) return `${/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]}!`
    const [, room = '', path] = ours
    if (room === 'sdk') return 'sdk/src/index.ts'
    return path === undefined ? `${room}/src/index.ts` : `${room}/src/${path}`
  })
}
const roomOf = (file: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0]
const rooms = Map.groupBy(files, ({ file }) => roomOf(file))

it.each(Object.entries(MAY_IMPORT))('%s imports what it may', (room, allowed) => {
  const isAllowed = (target: string) => {
    if (target.endsWith('!')) return !CONFINED.has(target.slice(0, -1)) || allowed.includes(target)
    return [room, ...allowed].some((other) => other === '*' || target === other || target.startsWith(`${other}/`))
  }
  const crossing = (rooms.get(room) ?? []).flatMap((source) =>
    importsOf(source)
      .filter((target) => !isAllowed(target))
      .map((target) => `${source.file} imports ${target}`),
  )
  expect(crossing).toEqual([])
  expect(rooms.get(room)).not.toBeUndefined()
})

it('every file stands in a room', () => {
  expect(rooms.get(undefined) ?? []).toEqual([])
})

it('time, chance and the process come in at the edge alone', () => {
  const reaching = files.filter(
    ({ file, text }) =>
      !EDGE.test(file) && /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\brandomUUID\(/.test(text),
  )
  expect(reaching.map(({ file }) => file)).toEqual([])
})

it('only storage/open.ts names a database', () => {
  const naming = files.filter(({ file, text }) => /sqlite/i.test(text) && !file.startsWith('collector/src/storage/'))
  expect(naming.map(({ file }) => file)).toEqual([])
})
