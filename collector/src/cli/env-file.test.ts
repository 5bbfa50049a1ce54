import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isReadableByOthers, setInEnvFile } from './env-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uptake-'))
  file = join(folder, '.env')
})
afterEach(() => rmSync(folder, { recursive: true }))

it.each<[name: string, before: string, after: string | null]>([
  ['among others and comments', '# mine\nA=1\nK=a\n\n  B=2 # two\n', '# mine\nA=1\nK=new\n\n  B=2 # two\n'],
  ['with a comment', 'K=a,b # ours\n', 'K=new # ours\n'],
  ['quoted', 'K="a,b"\nA=\'x\'\n', "K=new\nA='x'\n"],
  ['exported, with spaces', 'export K = a\n', 'export K = new\n'],
  ['empty', 'K=\nA=1\n', 'K=new\nA=1\n'],
  ['absent', 'A=1', 'A=1\nK=new\n'],
  ['only in a comment', '# K=a\n', '# K=a\nK=new\n'],
  ['as the end of another name', 'MY_K=a\nK=b', 'MY_K=a\nK=new'],
  ['on lines that end as on Windows', 'A=1\r\nK=a\r\nB=2\r\n', 'A=1\r\nK=new\r\nB=2\r\n'],
  ['twice', 'K=a\nK=b\n', null],
  ['over several lines', 'K="a\nb"\n', null],
  ['inside another value', 'A="\nK=a\n"\nK=b\n', null],
])('sets a name that stands there %s, and leaves the rest', (_, before, after) => {
  writeFileSync(file, before)
  expect(setInEnvFile(file, 'K', 'new')).toBe(after !== null)
  expect(readFileSync(file, 'utf8')).toBe(after ?? before)
})

it('takes a value to the letter', () => {
  writeFileSync(file, 'K=a\n')
  setInEnvFile(file, 'K', '$&$1')
  expect(readFileSync(file, 'utf8')).toBe('K=$&$1\n')
})

it('leaves the file to its owner alone, with nothing beside it', () => {
  writeFileSync(file, 'K=a\n')
  chmodSync(file, 0o644)
  expect(isReadableByOthers(file)).toBe(true)
  setInEnvFile(file, 'K', 'new')
  expect([statSync(file).mode & 0o777, isReadableByOthers(file), readdirSync(folder)]).toEqual([0o600, false, ['.env']])
})

it('changes the file that a link leads to', () => {
  const [real, link] = [join(folder, 'real'), file]
  writeFileSync(real, 'K=a\n')
  symlinkSync(real, link)
  setInEnvFile(link, 'K', 'new')
  expect(readFileSync(real, 'utf8')).toBe('K=new\n')
})
