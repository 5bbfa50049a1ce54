import type { Line } from './read-file.ts'

/** Reads one JSON value a line; empty lines are passed over. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<readonly Line[]> {
  let pending = ''
  let number = 0
  const toLines = (texts: readonly string[]): Line[] => {
    const lines: Line[] = []
    for (const line of texts) {
      number++
      if (line.trim() !== '') lines.push(parse(line, number))
    }
    return lines
  }
  for await (const chunk of text) {
    const texts = (pending + chunk).split('\n')
    pending = texts.pop() ?? ''
    if (texts.length > 0) yield toLines(texts)
  }
  if (pending !== '') yield toLines([pending])
}

function parse(line: string, number: number): Line {
  try {
    return { number, value: JSON.parse(line) as unknown, bytes: Buffer.byteLength(line), fault: null }
  } catch {
    return { number, value: null, bytes: 0, fault: 'the line is not JSON' }
  }
}
