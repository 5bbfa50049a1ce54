// What a terminal would act on instead of showing it: escape sequences begin with one; so do marks of direction, and separators of lines.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu

/** Text from outside as a terminal may show it: control and format characters become `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** JSON that a terminal may show, and that stands for the same value. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => (character === '\n' ? character : character.replace(UNIT, escaped)))
}
const UNIT = /[^]/g
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Text, cut to a width and padded to it. */
export function column(text: string, width: number): string {
  const shown = printable(text)
  return shown.length > width ? `${shown.slice(0, width - 1)}…` : shown.padEnd(width)
}
