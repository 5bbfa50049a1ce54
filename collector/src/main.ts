#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { printable } from './cli/printable.ts'
import { UptakeError } from './errors.ts'

const MIN_NODE = 24
const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')

// Whoever reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  if (Number.parseInt(process.versions.node) < MIN_NODE) {
    const message = `this is Node ${process.versions.node}, which is too old`
    throw new UptakeError('unsupported_node', message, `Run it with Node ${MIN_NODE} or later.`)
  }
  // Only now: an earlier one cannot load the rest.
  const { createProgram } = await import('./cli/program.ts')
  const { version } = JSON.parse(manifest) as { version: string }
  await createProgram().version(version).parseAsync()
} catch (error) {
  const text = error instanceof UptakeError ? `uptake: ${error.message}\n${error.hint}` : error
  const lines = (text instanceof Error ? (text.stack ?? text.message) : String(text)).split('\n')
  process.stderr.write(`${lines.map(printable).join('\n')}\n`)
  process.exitCode = 1
}
