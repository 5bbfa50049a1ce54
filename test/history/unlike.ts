const MAX_SHOWN = 10

/** A line of an explanation by its name: those of the same points may come in any order. */
function entriesOf(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value)
  return value.map((item: { key?: string; dimension?: string } | null, i) => [
    item?.key ?? item?.dimension ?? String(i),
    item,
  ])
}

function* walk(a: unknown, b: unknown, path: string): Generator<string> {
  if (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < 1e-9) return
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const [mine, others] = [new Map(entriesOf(a)), new Map(entriesOf(b))]
    for (const key of new Set([...mine.keys(), ...others.keys()]))
      yield* walk(mine.get(key), others.get(key), `${path}.${key}`)
  } else if (a !== b) yield `${path}: ${JSON.stringify(a)} ≠ ${JSON.stringify(b)}`
}

/** Where two values differ by more than rounding (1e-9), by path; the first few of them, none for equals. */
export function unlike(a: unknown, b: unknown): string[] {
  return [...walk(a, b, '')].slice(0, MAX_SHOWN)
}
