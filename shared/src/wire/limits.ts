/** Bounds of what comes in over HTTP. Bytes are of UTF-8 and after unpacking. */
export const LIMITS = {
  requestBytes: 512_000,
  requestMessages: 1_000,
  messageBytes: 32_768,
  /** Levels of nesting in a message's properties and traits. */
  levels: 20,
  /** Keys in a message's properties and traits, on all levels together. */
  properties: 200,
  idCharacters: 255,
} as const
