import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'
import type { Line } from './read-file.ts'

async function* chunksOf(text: string, size: number): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size)
}
async function read(text: string, size: number) {
  const { columns, lines } = await readCsv(chunksOf(text, size))
  const all: Line[] = []
  for await (const some of lines) all.push(...some)
  return { columns, lines: all }
}
const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`

it('reads the same records however the text is cut', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', ' ', ';') })
  const records = fc.array(fc.tuple(field, field, field), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('\n', '\r\n'),
      async (rows, size, newline) => {
        const text = ['one,two,three', ...rows.map((row) => row.map(quoted).join(','))].join(newline)
        const { columns, lines } = await read(text, Math.max(size, 16))
        expect(columns).toEqual(['one', 'two', 'three'])
        expect(lines.map(({ value }) => value)).toEqual(rows)
        expect(lines.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 2))
      },
    ),
  )
})

it('says which records have too few or too many fields, and passes empty lines over', async () => {
  const { lines } = await read('a,b\n1,2\n\n3\n4,5,6\n7,8\n', 1_000)
  expect(lines.map(({ number, fault }) => [number, fault !== null])).toEqual([
    [2, false],
    [4, true],
    [5, true],
    [6, false],
  ])
})
