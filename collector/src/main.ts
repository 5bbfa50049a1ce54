#!/usr/bin/env node
import { printable } from './cli/printable.ts'
import { createProgram } from './cli/program.ts'
import { UptakeError } from './errors.ts'

// Whoever reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await createProgram().parseAsync()
} catch (error) {
  const text = error instanceof UptakeError ? `uptake: ${error.message}\n${error.hint}` : error
  const lines = (text instanceof Error ? (text.stack ?? text.message) : String(text)).split('\n')
  process.stderr.write(`${lines.map(printable).join('\n')}\n`)
  process.exitCode = 1
}
