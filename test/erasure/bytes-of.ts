import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which of some texts stand in the bytes of a folder's files. */
export function foundIn(folder: string, texts: readonly string[]): string[] {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())
  const bytes = files.map(({ name }) => readFileSync(join(folder, name)))
  return texts.filter((text) => bytes.some((file) => file.includes(text)))
}
