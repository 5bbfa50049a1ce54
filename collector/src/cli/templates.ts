import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UptakeError } from '../errors.ts'

const FOLDER = join(import.meta.dirname, 'template')

/** The names of the configurations to start from, in their order in the alphabet. */
export const TEMPLATES: readonly string[] = readdirSync(FOLDER)
  .map((file) => file.replace(/\.ts$/, ''))
  .toSorted()

/**
 * The text of one of them.
 * @throws UptakeError `invalid_option` where none has that name
 */
export function readTemplate(name: string): string {
  if (!TEMPLATES.includes(name)) {
    throw new UptakeError('invalid_option', `there is no template ${name}`, `Name one of ${TEMPLATES.join(', ')}.`)
  }
  return readFileSync(join(FOLDER, `${name}.ts`), 'utf8')
}
