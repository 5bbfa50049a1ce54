import { printable, printableJson } from './printable.ts'

/** Writes a line for people. All that verbs say goes through here, or the next, as names from outside are in it. */
export function writeLine(text: string): void {
  process.stdout.write(`${printable(text)}\n`)
}

/** Writes a value as a line of JSON. */
export function writeJson(value: unknown): void {
  process.stdout.write(`${printableJson(JSON.stringify(value))}\n`)
}
