import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createConsumer, type Consumer } from '../harness/packed-sdk.ts'

const COMPILERS = {
  '5.6': import.meta.resolve('typescript-5.6/package.json'),
  '5.9': import.meta.resolve('typescript-5.9/package.json'),
  '6.0': import.meta.resolve('typescript-6.0/package.json'),
  '7.0': import.meta.resolve('typescript-7.0/package.json'),
}
/** How a project finds packages; one is for pages alone, the other for what a server renders too. */
const RESOLUTIONS = {
  bundler: { module: 'esnext', lib: ['es2022', 'dom'] },
  nodenext: { module: 'nodenext', lib: ['es2022'] },
}
const strictest = {
  target: 'es2022',
  jsx: 'react-jsx',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  allowJs: true,
  noEmit: true,
  // Our declarations are looked at too.
  skipLibCheck: false,
  types: [],
}

describe('the packed declarations', () => {
  let consumer: Consumer
  beforeAll(async () => {
    consumer = await createConsumer(['@types/react'])
    for (const [moduleResolution, options] of Object.entries(RESOLUTIONS)) {
      const compilerOptions = { ...strictest, ...options, moduleResolution }
      const files = ['typed.ts', 'rules.ts', 'react.ts', 'reports.tsx', 'plain.js']
      writeFileSync(join(consumer.path, `${moduleResolution}.json`), JSON.stringify({ compilerOptions, files }))
    }
  })
  afterAll(() => consumer[Symbol.dispose]())

  describe.each(Object.entries(COMPILERS))('under TypeScript %s', (version, location) => {
    const compiler = fileURLToPath(new URL('bin/tsc', location))

    it('come from that version', async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [compiler, '--version'])
      expect(stdout).toContain(` ${version}.`)
    })

    it.each(Object.keys(RESOLUTIONS))('say what compiles and what does not: %s', async (resolution) => {
      const args = [compiler, '--project', join(consumer.path, `${resolution}.json`)]
      const { stdout } = await promisify(execFile)(process.execPath, args).catch((error: { stdout: string }) => error)
      expect(stdout).toBe('')
    })
  })
})
