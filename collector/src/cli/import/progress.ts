import type { Batch } from './read-batches.ts'

/** What came of a batch. */
type Outcome = Omit<Batch, 'messages' | 'lineOf'> & { readonly accepted: number; readonly duplicates: number }

const SHOWN_REFUSALS = 10
const EVERY_MS = 1_000

/** Tells how far an import has come, once a second, and in the end what came of it. */
export function createProgress(
  out: { write(text: string): unknown; isTTY?: boolean },
  now: () => number,
): {
  add(outcome: Outcome): void
  /** @returns whether any line was good, or there was none */
  end(): boolean
} {
  const started = now()
  let told = started
  const total = { lines: 0, accepted: 0, duplicates: 0, refused: 0 }
  const refusals: string[] = []
  const count = (value: number) => value.toLocaleString('en-US')

  return {
    add({ lines, accepted, duplicates, refused, readBytes, totalBytes }) {
      total.lines += lines
      total.accepted += accepted
      total.duplicates += duplicates
      total.refused += refused.length
      refusals.push(...refused.slice(0, SHOWN_REFUSALS - refusals.length))
      if (now() - told < EVERY_MS) return
      told = now()
      const percent = Math.floor((100 * readBytes) / Math.max(1, totalBytes))
      out.write(`${out.isTTY ? '\r' : ''}${percent} %  ${count(total.lines)} rows${out.isTTY ? '' : '\n'}`)
    },
    end() {
      const seconds = ((now() - started) / 1000).toFixed(1)
      if (out.isTTY) out.write('\r')
      out.write(
        `${count(total.lines)} rows in ${seconds} s: ${count(total.accepted)} new, ${count(total.duplicates)} there already, ${count(total.refused)} refused\n`,
      )
      for (const refusal of refusals) out.write(`  ${refusal}\n`)
      if (total.refused > refusals.length) out.write(`  and ${count(total.refused - refusals.length)} more\n`)
      return total.refused === 0 || total.refused < total.lines
    },
  }
}
