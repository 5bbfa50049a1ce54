import { closeSync, openSync, readSync } from 'node:fs'

/** Of the write-ahead log of SQLite: https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
export const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/** The size of a frame, by the header of its log. */
export const frameBytesOf = (wal: Buffer): number => FRAME_HEADER_BYTES + wal.readUInt32BE(8)

/**
 * Follows a log while it is written: a log that was checkpointed is written again from its start, over what it held.
 * @returns a function that tells where what has been written since ends, in bytes; it throws where it was begun anew
 */
export function followWal(path: string): () => number {
  let salts: string | undefined
  let end = HEADER_BYTES
  return () => {
    const file = openSync(path, 'r')
    try {
      const header = Buffer.alloc(HEADER_BYTES)
      readSync(file, header, 0, HEADER_BYTES, 0)
      salts ??= saltsOf(header, 16)
      if (saltsOf(header, 16) !== salts) throw new Error('the log was begun anew while it was followed')
      const frame = Buffer.alloc(FRAME_HEADER_BYTES)
      while (readSync(file, frame, 0, frame.length, end) === frame.length && saltsOf(frame, 8) === salts) {
        end += frameBytesOf(header)
      }
      return end
    } finally {
      closeSync(file)
    }
  }
}

const saltsOf = (bytes: Buffer, at: number): string => bytes.toString('hex', at, at + 8)
