/** Returns where a link leads, or nothing where a link must not: only http, https and mailto, and what is relative to the page. */
export function toAddress(href: string | undefined, base: string): string | undefined {
  try {
    const { protocol, href: address } = new URL(href!, base)
    if (href && /^(https?|mailto):$/.test(protocol)) return address
  } catch {
    // No address at all.
  }
  return undefined
}
