/** Letters to change, add, leave out or swap with their neighbour to make `a` into `b`. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      )
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The name that was probably meant, its beginning or at most a third of its letters away, case and separators aside; null where none is. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null
  let least = Infinity
  // A name of thousands of letters was no slip of the finger, and comparing it would cost.
  const typed = plain(name.slice(0, 100))
  for (const candidate of names) {
    const wanted = plain(candidate)
    // Somebody who leaves off the end of a name knows the rest.
    const isCut = typed.length > 2 && wanted.startsWith(typed) && typed !== wanted
    const letters = isCut ? 1 : distance(typed, wanted)
    const few = letters <= Math.max(1, wanted.length / 3) && letters < wanted.length
    if (few && letters < least) [best, least] = [candidate, letters]
  }
  return best
}
