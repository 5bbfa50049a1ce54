import type { Database } from 'better-sqlite3'
import type { RefoldTurn, SubjectKind } from '../storage.ts'
import { createBorderRead } from './border.ts'
import { NEWEST_SEQ } from './newest-seq.ts'
import { MESSAGE_COLUMNS, type MessageColumns, toReadMessage } from './read-messages.ts'

/** A subject to be folded again; where it takes several turns, up to which message, and how far it has come. */
interface Waiting {
  of: SubjectKind
  subject: number
  until: number | null
  after_at: number | null
  after_seq: number | null
}

/** More are never taken into one turn. */
const SUBJECTS_A_TURN = 500
/** The messages that a subject's folds are made of, as an index has them. */
const MESSAGES_OF: Record<SubjectKind, string> = {
  person: 'person = :subject AND occurred_at >= :from',
  account: 'account = :subject AND occurred_at >= :from AND type = 2 AND body IS NOT NULL',
}

/** Finds what is to be folded next of those who are waiting, with its messages; null where nobody is. */
export function createRefoldTurns(db: Database): (messages: number) => RefoldTurn | null {
  const waiting = db.prepare<[number], Waiting>('SELECT * FROM refold ORDER BY of, subject LIMIT ?')
  const newestSeq = db.prepare<[], number>(`SELECT ${NEWEST_SEQ}`).pluck()
  const border = createBorderRead(db)
  /** What is older and still there is about to be removed, and counts as removed. */
  const keptFrom = () => border()?.at ?? Number.MIN_SAFE_INTEGER
  const ofEach = <T>(make: (which: string) => T) => ({
    person: make(MESSAGES_OF.person),
    account: make(MESSAGES_OF.account),
  })
  const count = ofEach((which) =>
    db
      .prepare<{ subject: number; from: number; atMost: number }, number>(
        `SELECT count(*) FROM (SELECT 1 FROM messages WHERE ${which} LIMIT :atMost)`,
      )
      .pluck(),
  )
  const all = ofEach((which) =>
    db.prepare<{ subjects: string; from: number }, MessageColumns>(
      `SELECT ${MESSAGE_COLUMNS} WHERE ${which.replace('= :subject', 'IN (SELECT value FROM json_each(:subjects))')}
       ORDER BY seq`,
    ),
  )
  const some = ofEach((which) =>
    db.prepare<
      { subject: number; from: number; until: number; at: number; seq: number; limit: number },
      MessageColumns
    >(
      `SELECT ${MESSAGE_COLUMNS} WHERE ${which} AND seq <= :until AND (occurred_at, seq) > (:at, :seq)
       ORDER BY occurred_at, seq LIMIT :limit`,
    ),
  )
  // Few have come since: they are looked for by place, not among all of the subject's.
  const later = ofEach((which) =>
    db.prepare<{ subject: number; from: number; until: number }, MessageColumns>(
      `SELECT ${MESSAGE_COLUMNS} WHERE seq > :until AND +${which} ORDER BY seq`,
    ),
  )

  function partOf({ of, subject, until: begun, after_at, after_seq }: Waiting, limit: number): RefoldTurn {
    const from = keptFrom()
    const until = begun ?? newestSeq.get() ?? 0
    const [at, seq] = [after_at ?? Number.MIN_SAFE_INTEGER, after_seq ?? 0]
    const messages = some[of].all({ subject, from, until, at, seq, limit }).map(toReadMessage)
    const last = messages.at(-1)
    const next = last && messages.length === limit ? { until, occurredAt: last.occurredAt, seq: last.seq } : null
    if (next === null) messages.push(...later[of].all({ subject, from, until }).map(toReadMessage))
    return { of, subjects: [subject], messages, part: { isFirst: begun === null, next } }
  }

  return (limit) => {
    const queue = waiting.all(SUBJECTS_A_TURN)
    const [first] = queue
    if (!first) return null
    const { of } = first
    const subjects: number[] = []
    const from = keptFrom()
    let room = limit
    for (const { of: kind, subject } of queue) {
      if (kind !== of) break
      room -= count[of].get({ subject, from, atMost: limit + 1 }) ?? 0
      if (room < 0) break
      subjects.push(subject)
    }
    if (subjects.length === 0) return partOf(first, limit)
    const messages = all[of].all({ subjects: JSON.stringify(subjects), from }).map(toReadMessage)
    return { of, subjects, messages, part: null }
  }
}
