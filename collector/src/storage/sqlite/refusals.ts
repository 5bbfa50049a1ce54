import { basename, dirname } from 'node:path'
import { UptakeError } from '../../errors.ts'

const RESTORE =
  'Restore a backup from before: `uptake restore BACKUP --force`. Keep a copy of this file: newer messages may still be in it.'

interface Refusal {
  readonly code: UptakeError['code']
  readonly what: string
  readonly hint: string
}
/** By the code that the system or the database gives. */
const REFUSALS: readonly [codes: RegExp, refusal: Refusal][] = [
  [/^SQLITE_CORRUPT/, { code: 'invalid_file', what: 'is damaged', hint: RESTORE }],
  [
    /^SQLITE_NOTADB$/,
    {
      code: 'invalid_file',
      what: 'is no SQLite file, or its beginning is damaged',
      hint: `Check the path. ${RESTORE}`,
    },
  ],
  [
    /^SQLITE_READONLY_DBMOVED$/,
    { code: 'unavailable', what: 'was replaced while it was being opened', hint: 'Start again.' },
  ],
  [
    /^(EACCES|EPERM|EROFS|SQLITE_(CANTOPEN|PERM|READONLY).*)$/,
    {
      code: 'unavailable',
      what: 'cannot be opened to read and write',
      hint: 'Give whoever runs this the right to read and write the file and its folder, on a disk that can be written.',
    },
  ],
  [
    /^(EDQUOT|ENOSPC|SQLITE_(FULL|IOERR).*)$/,
    {
      code: 'unavailable',
      what: 'cannot be read or written',
      hint: 'Make room on its disk, or look into what the system says of the disk.',
    },
  ],
  [
    /^SQLITE_BUSY/,
    { code: 'unavailable', what: 'is being written by another process', hint: 'Try again when that is done.' },
  ],
]

/** What keeps a file from being opened, said with how to mend it; what is none of these stays as it is. */
export function toRefusal(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UptakeError || !('code' in error)) return error
  const code = String(error.code)
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    const hint = `Give a folder; ${basename(path)} is made in it.`
    return new UptakeError('invalid_option', `${dirname(path)} is no folder`, hint, error)
  }
  const [, refusal] = REFUSALS.find(([codes]) => codes.test(code)) ?? []
  if (!refusal) return error
  return new UptakeError(refusal.code, `${path} ${refusal.what}: ${error.message}`, refusal.hint, error)
}

export const damaged = (path: string, why: string): UptakeError =>
  new UptakeError('invalid_file', `${path} is damaged: ${why}`, RESTORE)

export function foreign(path: string): UptakeError {
  const hint =
    'Check the path. A store is the uptake.db in the folder of a collector, or what `uptake backup` made of it.'
  return new UptakeError('invalid_file', `${path} is no store of Uptake`, hint)
}

export function newer(path: string, schema: string): UptakeError {
  const hint = 'Run that version or a later one, or restore a backup that this version or an earlier one made.'
  return new UptakeError('invalid_file', `${path} is of a newer version of Uptake than this (schema ${schema})`, hint)
}
