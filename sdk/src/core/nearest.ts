/** Returns the name among `names` that `typo` was meant to be, or undefined where none is near: more than 3 letters or half the typo away. */
export function nearest(typo: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.min(3, typo.length / 2)
  for (const name of names) {
    const distance = editDistance(typo.toLowerCase(), name.toLowerCase())
    if (distance < least || (distance === least && !best)) [best, least] = [name, distance]
  }
  return best
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}
