/** The dimension with the lowest subscore, the first of those that tie; null without subscores. */
export function weakest(subscores: Readonly<Record<string, number>> | null): string | null {
  const [first, ...rest] = Object.entries(subscores ?? {})
  if (!first) return null
  return rest.reduce((lowest, one) => (one[1] < lowest[1] ? one : lowest), first)[0]
}
