import { MESSAGE_TYPES } from '@uptake/shared/wire'
import type { Database } from 'better-sqlite3'
import type { SubjectKind } from '../storage.ts'
import type { EraseStep, Erasing } from './erase.ts'
import { toMessageKey } from './message-key.ts'
import { ofEachKind } from './subjects.ts'
import type { Tables } from './tables.ts'
import { TOUCH } from './touch.ts'

/** To look at a message takes a part of what it takes to change one; to look at what is folded of somebody, more. */
const SEEN_A_CHANGED = 10
const CHANGED_A_SUBJECT = 5
type Range = { place: number; last: number; needles: string }
type MessageColumns = Pick<Tables['messages'], 'seq' | 'person' | 'account' | 'type'> & { body: string }

/**
 * Takes ids out of what is kept of others: their messages, and with each what it was folded into; then what is folded of
 * messages that are gone, and standings. Whoever is folded again meanwhile comes to the same.
 */
export function createEraseMentions(db: Database): readonly EraseStep[] {
  const mentions = (text: string) =>
    `EXISTS (SELECT 1 FROM json_each(:needles) AS needle WHERE instr(${text}, needle.value) > 0)`
  /** Up to where a turn looks, and how many it is that it looks at. */
  const nextOf = (table: string, key: string) =>
    db.prepare<{ place: number; seen: number }, { last: number | null; count: number }>(
      `SELECT max(${key}) AS last, count(*) AS count
       FROM (SELECT ${key} FROM ${table} WHERE ${key} > :place ORDER BY ${key} LIMIT :seen)`,
    )

  const nextMessages = nextOf('messages', 'seq')
  const messages = db.prepare<Range & { limit: number }, MessageColumns>(
    `SELECT seq, person, account, type, body FROM messages
     WHERE seq > :place AND seq <= :last AND body IS NOT NULL AND ${mentions('body')} ORDER BY seq LIMIT :limit`,
  )
  const setBody = db.prepare('UPDATE messages SET body = ? WHERE seq = ?')
  const counterparts = db
    .prepare<{ person: number; needles: string }, string>(
      `SELECT DISTINCT counterpart FROM interactions WHERE person IN (:person, -:person)
       AND counterpart IN (SELECT json_extract(value, '$') FROM json_each(:needles))`,
    )
    .pluck()
  const setCounterpart = db.prepare(
    `UPDATE OR REPLACE interactions SET counterpart = :new WHERE person IN (:person, -:person) AND counterpart = :old`,
  )
  const nudges = db
    .prepare<{ person: number; needles: string }, string>(
      `SELECT DISTINCT nudge FROM nudge_marks WHERE person IN (:person, -:person)
       AND nudge IN (SELECT json_extract(value, '$') FROM json_each(:needles))`,
    )
    .pluck()
  const setNudge = db.prepare(
    `UPDATE OR REPLACE nudge_marks SET nudge = :new WHERE person IN (:person, -:person) AND nudge = :old`,
  )
  const TRAIT = 'traits.value || json_quote(traits.name)'
  const traits = db.prepare<{ of: SubjectKind; subject: number; needles: string }, Tables['traits']>(
    `SELECT * FROM traits WHERE of = :of AND subject IN (:subject, -:subject) AND ${mentions(TRAIT)}`,
  )
  const setTrait = db.prepare(
    `UPDATE OR REPLACE traits SET name = :newName, value = :newValue
     WHERE of = :of AND subject = :subject AND name = :name AND day = :day`,
  )
  const sender = db.prepare<[Buffer], number>('SELECT person FROM messages WHERE key = ?').pluck()

  const nextSubjects = ofEachKind((_, table) => nextOf(table, 'id'))
  const whoMet = db
    .prepare<Range, number>(
      `SELECT DISTINCT person FROM interactions WHERE person > :place AND person <= :last
       AND counterpart IN (SELECT json_extract(value, '$') FROM json_each(:needles))`,
    )
    .pluck()
  const whoSaw = db
    .prepare<Range, number>(
      `SELECT DISTINCT person FROM nudge_marks WHERE person > :place AND person <= :last
       AND nudge IN (SELECT json_extract(value, '$') FROM json_each(:needles))`,
    )
    .pluck()
  const whoHas = ofEachKind((of) =>
    db
      .prepare<Range, number>(
        `SELECT DISTINCT subject FROM traits WHERE of = '${of}' AND subject > :place AND subject <= :last AND ${mentions(TRAIT)}`,
      )
      .pluck(),
  )
  const standings = ofEachKind((of) =>
    db.prepare<Range, Pick<Tables['standings'], 'subject' | 'traits' | 'usage' | 'document'>>(
      `SELECT subject, traits, usage, document FROM standings WHERE of = '${of}' AND subject > :place AND subject <= :last
       AND ${mentions('traits || usage || document')}`,
    ),
  )
  const setStanding = ofEachKind((of) =>
    db.prepare(
      `UPDATE standings SET traits = :traits, usage = :usage, document = :document WHERE of = '${of}' AND subject = :subject`,
    ),
  )
  const touch = ofEachKind((_, table) => db.prepare(`UPDATE ${table} SET ${TOUCH} WHERE id = :id`))

  /** Interactions of somebody; gives how many counterparts they were with. */
  function ofCounterparts({ pseudonyms, at }: Erasing, person: number): number {
    const found = counterparts.all({ person, needles: pseudonyms.needles })
    for (const old of found) setCounterpart.run({ person, old, new: pseudonyms.of(ofPerson(person), old) })
    if (found.length > 0) touch.person.run({ id: person, at })
    return found.length
  }
  /** Marks of somebody whose nudge is of that name; gives how many such nudges there were. */
  function ofNudges({ pseudonyms }: Erasing, person: number): number {
    const found = nudges.all({ person, needles: pseudonyms.needles })
    for (const old of found) setNudge.run({ person, old, new: pseudonyms.of(ofPerson(person), old) })
    return found.length
  }
  function ofTraits({ pseudonyms, at }: Erasing, of: SubjectKind, subject: number): number {
    let changed = 0
    for (const trait of traits.all({ of, subject, needles: pseudonyms.needles })) {
      // As in the message that it is of, which may be folded again.
      const person = sender.get(toMessageKey(trait.message_id).bytes)
      const other = person === undefined ? `${of} ${subject}` : ofPerson(person)
      const newName = pseudonyms.of(other, trait.name)
      const newValue = pseudonyms.inJson(other, trait.value)
      if (newName !== trait.name || newValue !== trait.value) {
        changed += setTrait.run({ ...trait, newName, newValue }).changes
      }
    }
    if (changed > 0) touch[of].run({ id: subject, at })
    return changed
  }

  function inMessages(erasing: Erasing, place: number, limit: number): number | null {
    const { pseudonyms, count } = erasing
    const seen = limit * SEEN_A_CHANGED
    const { last, count: messagesSeen } = nextMessages.get({ place, seen })!
    if (last === null) return null
    const found = messages.all({ place, last, limit, needles: pseudonyms.needles })
    const touched = { met: new Set<number>(), person: new Set<number>(), account: new Set<number>() }
    for (const { seq, person, account, type, body } of found) {
      const other = pseudonyms.inJson(ofPerson(person), body)
      if (other === body) continue
      setBody.run(other, seq)
      count('mentions', 1)
      if (MESSAGE_TYPES[type] === 'track') touched.met.add(person)
      else if (MESSAGE_TYPES[type] === 'identify') touched.person.add(person)
      else touched.account.add(account)
    }
    for (const person of touched.met) ofCounterparts(erasing, person)
    for (const of of KINDS) for (const subject of touched[of]) ofTraits(erasing, of, subject)
    if (found.length === limit) return found.at(-1)?.seq ?? last
    // What comes later is of later: whoever waited for a turn without anything new might wait for ever.
    return messagesSeen < seen ? null : last
  }
  const inWhatIsFolded =
    (of: SubjectKind): EraseStep =>
    (erasing, place, limit) => {
      const { pseudonyms, count } = erasing
      const seen = Math.ceil(limit / CHANGED_A_SUBJECT)
      const { last, count: subjectsSeen } = nextSubjects[of].get({ place, seen })!
      if (last === null) return null
      const range = { place, last, needles: pseudonyms.needles }
      if (of === 'person') {
        for (const person of whoMet.all(range)) count('mentions', ofCounterparts(erasing, person))
        for (const person of whoSaw.all(range)) count('mentions', ofNudges(erasing, person))
      }
      for (const subject of whoHas[of].all(range)) count('mentions', ofTraits(erasing, of, subject))
      for (const { subject, ...json } of standings[of].all(range)) {
        const renamed = Object.entries(json).map(([name, text]) => [name, pseudonyms.inJson(`${of} ${subject}`, text)])
        setStanding[of].run({ subject, ...(Object.fromEntries(renamed) as typeof json) })
        touch[of].run({ id: subject, at: erasing.at })
      }
      return subjectsSeen < seen ? null : last
    }

  return [inMessages, inWhatIsFolded('person'), inWhatIsFolded('account')]
}

const KINDS = ['person', 'account'] as const
const ofPerson = (person: number): string => `person ${person}`
