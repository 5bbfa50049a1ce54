// Of any version but 0, which the hash of other text is given where it is kept beside these.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The 16 bytes of a UUID, which keep those of version 7 in order; null for other text, upper case too. */
export const toUuidBytes = (text: string): Buffer | null =>
  text.length === 36 && UUID.test(text) ? Buffer.from(text.replaceAll('-', ''), 'hex') : null

/** The UUID of 16 bytes. */
export function fromUuidBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
