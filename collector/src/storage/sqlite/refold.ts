import type { Database } from 'better-sqlite3'
import type { FoldWrites, Folds, Refold, RefoldPart, RefoldWrites, SubjectKind } from '../storage.ts'
import { createBorderRead } from './border.ts'
import { NEWEST_SEQ } from './newest-seq.ts'
import { COPY_MARKS } from './nudge-marks.ts'
import { createRefoldTurns } from './refold-turns.ts'
import { REMOVED_KEY } from './remove-messages.ts'

const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]

/**
 * What each does is said at `Transaction`. Who is still to be folded stands in a table, so that it goes on after any end,
 * and a user takes the place of a visitor who becomes them. What takes several turns is put aside under negative ids.
 */
export function createRefoldWrites(db: Database, folds: FoldWrites): RefoldWrites {
  const each = (...texts: string[]) => {
    const statements = texts.map((text) => db.prepare(text))
    return (...values: unknown[]) => {
      for (const statement of statements) statement.run(...values)
    }
  }
  const getMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  const setMeta = each('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const forgetMeta = each('DELETE FROM meta WHERE key = ?')
  const countMessages = db
    .prepare<[], number>(
      `SELECT ${NEWEST_SEQ} - coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '${REMOVED_KEY}'), 0)`,
    )
    .pluck()
  const border = createBorderRead(db)
  /** The first day whose messages are there: what days before it hold cannot be made again. */
  const firstDay = () => border()?.day ?? FIRST
  const putEverybody = each(
    'DELETE FROM refold',
    `INSERT INTO refold (of, subject) SELECT 'person', id FROM people UNION ALL SELECT 'account', id FROM accounts`,
  )
  const setPlace = each('UPDATE refold SET until = ?, after_at = ?, after_seq = ? WHERE of = ? AND subject = ?')
  const done = each('DELETE FROM refold WHERE of = ? AND subject = ?')
  const clear = {
    person: each(
      'DELETE FROM rows WHERE person = ? AND day BETWEEN ? AND ?',
      'DELETE FROM interactions WHERE person = ? AND day BETWEEN ? AND ?',
      `DELETE FROM traits WHERE of = 'person' AND subject = ? AND day BETWEEN ? AND ?`,
    ),
    account: each(`DELETE FROM traits WHERE of = 'account' AND subject = ? AND day BETWEEN ? AND ?`),
  }
  const clearMarks = each('DELETE FROM nudge_marks WHERE person = ? AND first_at >= ?')
  const copyMarks = db.prepare<{ from: number; into: number }>(COPY_MARKS)
  const clearAll = (of: SubjectKind, subject: number) => {
    clear[of](subject, FIRST, LAST)
    if (of === 'person') clearMarks(subject, FIRST)
  }
  /** What is folded again of a subject takes the place of that; a mark that began before the border is widened by it. */
  const clearKept = (of: SubjectKind, subject: number) => {
    clear[of](subject, firstDay(), LAST)
    if (of === 'person') clearMarks(subject, border()?.at ?? FIRST)
  }
  const clearRemoved = (of: SubjectKind, subject: number) => clear[of](subject, FIRST, firstDay() - 1)
  const takeBack = {
    person: each(
      'UPDATE rows SET person = -person WHERE person = ?',
      'UPDATE interactions SET person = -person WHERE person = ?',
      `UPDATE traits SET subject = -subject WHERE of = 'person' AND subject = ?`,
    ),
    account: each(`UPDATE traits SET subject = -subject WHERE of = 'account' AND subject = ?`),
  }
  const clearAside = each(
    'DELETE FROM rows WHERE person < 0',
    'DELETE FROM interactions WHERE person < 0',
    'DELETE FROM nudge_marks WHERE person < 0',
    `DELETE FROM traits WHERE of IN ('person', 'account') AND subject < 0`,
  )
  const turn = createRefoldTurns(db)

  function progress(): Refold | null {
    const value = getMeta.get('refold')
    return value === undefined ? null : (JSON.parse(value) as Refold)
  }
  const setProgress = (refold: Refold) => setMeta('refold', JSON.stringify(refold))

  async function add(of: SubjectKind, { rows, interactions, traits, marks }: Folds): Promise<void> {
    if (of === 'person') {
      await folds.addRows(rows)
      await folds.addInteractions(interactions)
      await folds.addNudgeMarks(marks)
    }
    // A person's messages hold traits of accounts too, and those come from others as well: accounts have turns of their own.
    await folds.addTraits(traits.filter((trait) => trait.of === of))
  }
  async function putPart({ isFirst, next }: RefoldPart, of: SubjectKind, subject: number, part: Folds) {
    if (isFirst) clearAll(of, -subject)
    await add(of, aside(part))
    if (next) {
      setPlace(next.until, next.occurredAt, next.seq, of, subject)
      return
    }
    // The border may have moved since the first part: what is of days before it is half gone.
    clearRemoved(of, -subject)
    clearKept(of, subject)
    takeBack[of](-subject)
    if (of === 'person') {
      copyMarks.run({ from: -subject, into: subject })
      clearMarks(-subject, FIRST)
    }
    done(of, subject)
  }

  return {
    foldVersion: async () => getMeta.get('fold') ?? null,
    async beginRefold(version) {
      putEverybody()
      clearAside()
      if (getMeta.get('fold') !== version) forgetMeta('fold')
      setProgress({ version, total: countMessages.get() ?? 0, folded: 0 })
    },
    refold: async () => progress(),
    nextToRefold: async (messages) => turn(messages),
    async putRefolded({ of, subjects, messages, part }, refolded) {
      if (part) for (const subject of subjects) await putPart(part, of, subject, refolded)
      else {
        for (const subject of subjects) clearKept(of, subject)
        await add(of, refolded)
        for (const subject of subjects) done(of, subject)
      }
      const before = progress()
      if (before && of === 'person') setProgress({ ...before, folded: before.folded + messages.length })
    },
    async endRefold() {
      const ended = progress()
      if (ended) setMeta('fold', ended.version)
      clearAside()
      forgetMeta('refold')
    },
  }
}

const aside = ({ rows, interactions, traits, marks }: Folds): Folds => ({
  rows: rows.map((row) => ({ ...row, person: -row.person })),
  interactions: interactions.map((interaction) => ({ ...interaction, person: -interaction.person })),
  traits: traits.map((trait) => ({ ...trait, subject: -trait.subject })),
  marks: marks.map((mark) => ({ ...mark, person: -mark.person })),
})
