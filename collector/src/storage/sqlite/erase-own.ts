import type { Database } from 'better-sqlite3'
import type { ErasureCounts, SubjectKind } from '../storage.ts'
import type { EraseStep, Erasing } from './erase.ts'
import { KEEP_NEWEST_ACCOUNT } from './newest-account.ts'
import { KEEP_NEWEST_SEQ } from './newest-seq.ts'
import { COUNT_REMOVED } from './remove-messages.ts'
import { TOUCH } from './touch.ts'
import { fromUuidBytes } from './uuid-bytes.ts'

interface EraseOwn extends Readonly<Record<SubjectKind, readonly EraseStep[]>> {
  /** Who has an id, 0 where nobody does, and by which other ids they were known. */
  find(of: SubjectKind, id: string): { readonly subject: number; readonly aliases: readonly string[] }
  /** From now on nobody has these ids, and all that shows a score is gone. */
  begin(erasing: Erasing, ids: readonly string[]): void
}
type Values = Readonly<Record<string, unknown>>

/** What is folded of a member in an account is about as much to change as so many messages. */
const CHANGED_A_MEMBER = 10

/** A message of a person who is erased. */
interface OwnMessage {
  seq: number
  account: number
  at: number
  id: string | null
  /** Whether it gives traits of an account: those are the account's, whoever sent them. */
  tells: 0 | 1
}

/**
 * Takes away what is a subject's own. A person becomes somebody without a name, whose number nobody else gets; what they
 * told of accounts, another without a name has told. An account becomes one of a random name first, and is gone in the end.
 */
export function createEraseOwn(db: Database): EraseOwn {
  /** Statements in order; what they change counts as what they are named for. */
  const each = (...texts: (readonly [keyof ErasureCounts | null, string])[]) => {
    const statements = texts.map(([what, text]) => [what, db.prepare(text)] as const)
    return (erasing: Erasing, values: Values) => {
      for (const [what, statement] of statements) {
        const { changes } = statement.run(values)
        if (what) erasing.count(what, changes)
      }
    }
  }
  const keepPlace = db.prepare(KEEP_NEWEST_SEQ)
  const countRemoved = db.prepare(COUNT_REMOVED)
  /** Messages that go by a statement. */
  function remove(erasing: Erasing, run: () => { changes: number }): number {
    keepPlace.run()
    const { changes } = run()
    countRemoved.run(String(changes))
    erasing.count('messages', changes)
    return changes
  }

  const user = db.prepare<[string], number>('SELECT id FROM people WHERE user_id = ?').pluck()
  const anonymous = db.prepare<[number], string>('SELECT anonymous_id FROM anonymous WHERE person = ?').pluck()
  const account = db.prepare<[string], number>('SELECT id FROM accounts WHERE account_id = ?').pluck()
  const clearRejected = db.prepare('DELETE FROM rejected WHERE user_id IN (SELECT value FROM json_each(?))')
  const clearScores = each(
    [null, `DELETE FROM standings WHERE of = :of AND subject = :subject`],
    ['history', 'DELETE FROM history WHERE of = :of AND subject = :subject'],
  )
  const clearTraits = each(
    ['traits', 'DELETE FROM traits WHERE of = :of AND subject = :subject'],
    // Where it is being folded again, some may be put aside.
    [null, 'DELETE FROM traits WHERE of = :of AND subject = -:subject'],
    [null, 'DELETE FROM refold WHERE of = :of AND subject = :subject'],
  )

  const hidePerson = each(
    [null, `UPDATE accounts SET ${TOUCH} WHERE id IN (SELECT account FROM members WHERE person = :subject)`],
    [
      null,
      'UPDATE people SET user_id = NULL, group_account = NULL, group_seq = NULL, touched_at = NULL WHERE id = :subject',
    ],
    ['members', 'DELETE FROM members WHERE person = :subject'],
    ['anonymousIds', 'DELETE FROM anonymous WHERE person = :subject'],
    ['nudges', 'DELETE FROM nudge_marks WHERE person = :subject'],
    ['nudges', `DELETE FROM outbox WHERE of = 'person' AND subject = :subject`],
  )
  const ofPerson = db.prepare<[number, number], OwnMessage>(
    `SELECT seq, account, occurred_at AS at, message_id AS id, type = 2 AND account <> 0 AND body IS NOT NULL AS tells
     FROM messages WHERE person = ? ORDER BY occurred_at LIMIT ?`,
  )
  const removeMessage = db.prepare('DELETE FROM messages WHERE seq = ?')
  const addTeller = db.prepare('INSERT INTO people (first_at, last_at) VALUES (?, ?)')
  const tell = each(
    ['detached', 'UPDATE messages SET person = :teller, session_id = NULL, session_key = NULL WHERE seq = :seq'],
    // Where they are no member, what they tell is not read.
    [null, 'INSERT INTO members VALUES (:account, :teller, :at, :at) ON CONFLICT DO UPDATE SET last_at = :at'],
    [null, 'UPDATE people SET last_at = :at WHERE id = :teller'],
  )
  const giveKey = db.prepare('UPDATE messages SET key = ?, message_id = NULL WHERE seq = ?')
  const giveTraits = db.prepare(
    `UPDATE traits SET message_id = :new WHERE of = 'account' AND subject IN (:account, -:account) AND message_id = :old`,
  )
  const randomBytes = db.prepare<[], Buffer>('SELECT randomblob(16)').pluck()
  const clearPerson = each(
    ['rows', 'DELETE FROM rows WHERE person = :subject'],
    ['interactions', 'DELETE FROM interactions WHERE person = :subject'],
    [null, 'DELETE FROM rows WHERE person = -:subject'],
    [null, 'DELETE FROM interactions WHERE person = -:subject'],
    // Where they were being folded again.
    [null, 'DELETE FROM nudge_marks WHERE person IN (:subject, -:subject)'],
    [null, 'UPDATE people SET first_at = 0, last_at = 0 WHERE id = :subject'],
  )

  const hideAccount = each(
    [
      null,
      `UPDATE accounts SET account_id = 'erased-' || lower(hex(randomblob(16))), touched_at = NULL WHERE id = :subject`,
    ],
    [null, 'UPDATE people SET group_account = NULL, group_seq = NULL WHERE group_account = :subject'],
    ['nudges', `DELETE FROM outbox WHERE of = 'account' AND subject = :subject`],
    // What its members are written about goes out without it.
    [null, `UPDATE outbox SET account = 0, payload = json_remove(payload, '$.data.account') WHERE account = :subject`],
  )
  const nextMember = db.prepare<[number], number>('SELECT person FROM members WHERE account = ? LIMIT 1').pluck()
  const ofMember = (action: string, also = '') =>
    `${action} WHERE seq IN (SELECT seq FROM messages WHERE person = ? AND account = ? ${also} LIMIT ?)`
  const removeGroups = db.prepare(ofMember('DELETE FROM messages', 'AND type = 2'))
  const leaveAccount = db.prepare(ofMember('UPDATE messages SET account = 0'))
  const moveFolds = each(
    ...[':person', '-:person'].flatMap((who) => [
      [
        null,
        `INSERT INTO rows SELECT person, 0, action, feature, day, count, volume FROM rows
         WHERE person = ${who} AND account = :subject
         ON CONFLICT DO UPDATE SET count = count + excluded.count, volume = volume + excluded.volume`,
      ] as const,
      [null, `DELETE FROM rows WHERE person = ${who} AND account = :subject`] as const,
      [null, `UPDATE OR REPLACE interactions SET account = 0 WHERE person = ${who} AND account = :subject`] as const,
      [null, `UPDATE nudge_marks SET account = 0 WHERE person = ${who} AND account = :subject`] as const,
    ]),
    ['members', 'DELETE FROM members WHERE account = :subject AND person = :person'],
  )
  const keepNumber = db.prepare(KEEP_NEWEST_ACCOUNT)
  const removeAccount = db.prepare('DELETE FROM accounts WHERE id = ?')

  /** The message is somebody's without a name from now on, and nobody is to know it again by its id. */
  function detach(erasing: Erasing, teller: number, { seq, account: of, at, id }: OwnMessage): void {
    tell(erasing, { teller, seq, account: of, at })
    // A UUID says nothing.
    if (id === null) return
    const bytes = randomBytes.get()!
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    giveKey.run(bytes, seq)
    giveTraits.run({ new: fromUuidBytes(bytes), old: id, account: of })
  }
  function removeMessages(erasing: Erasing, place: number, limit: number): number | null {
    const { subject } = erasing
    const found = ofPerson.all(subject, limit)
    let teller = place
    for (const message of found.filter(({ tells }) => tells)) {
      teller ||= Number(addTeller.run(message.at, message.at).lastInsertRowid)
      detach(erasing, teller, message)
    }
    const own = found.filter(({ tells }) => !tells)
    remove(erasing, () => {
      for (const { seq } of own) removeMessage.run(seq)
      return { changes: own.length }
    })
    if (found.length === limit) return teller
    clearPerson(erasing, { subject })
    clearTraits(erasing, { of: 'person', subject })
    return null
  }
  function leaveMembers(erasing: Erasing, _: number, limit: number): number | null {
    const { subject } = erasing
    for (let room = limit; room > 0; room -= CHANGED_A_MEMBER) {
      const person = nextMember.get(subject)
      if (person === undefined) return null
      room -= remove(erasing, () => removeGroups.run(person, subject, room))
      const { changes } = leaveAccount.run(person, subject, room)
      erasing.count('detached', changes)
      room -= changes
      // Where there is no room left, there may be more of theirs.
      if (room > 0) moveFolds(erasing, { person, subject })
    }
    return 0
  }
  function endAccount(erasing: Erasing): null {
    const { subject } = erasing
    clearTraits(erasing, { of: 'account', subject })
    clearScores(erasing, { of: 'account', subject })
    keepNumber.run()
    removeAccount.run(subject)
    return null
  }

  return {
    find(of, id) {
      if (of === 'account') return { subject: account.get(id) ?? 0, aliases: [] }
      const subject = user.get(id) ?? 0
      return { subject, aliases: anonymous.all(subject) }
    },
    begin(erasing, ids) {
      const { of, subject, at } = erasing
      if (of === 'person') {
        hidePerson(erasing, { subject, at })
        erasing.count('rejected', clearRejected.run(JSON.stringify(ids)).changes)
      } else hideAccount(erasing, { subject })
      clearScores(erasing, { of, subject })
    },
    person: [removeMessages],
    account: [leaveMembers, endAccount],
  }
}
