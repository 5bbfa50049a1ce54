// Prints the hashes by which a page names the scripts: `node print-hashes.ts [folder]`.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? join(import.meta.dirname, 'dist')

function print(file: string, algorithm: 'sha256' | 'sha384', use: string): void {
  const hash = createHash(algorithm)
    .update(readFileSync(join(folder, file)))
    .digest('base64')
  process.stdout.write(`${file} ${use} ${algorithm}-${hash}\n`)
}

print('uptake.iife.js', 'sha384', 'integrity')
print('snippet.js', 'sha384', 'integrity')
print('snippet.js', 'sha256', 'inline')
