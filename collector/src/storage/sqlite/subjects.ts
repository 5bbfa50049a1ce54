import type { SubjectKind, SubjectOf, Touch } from '../storage.ts'

/** Where the subjects of a kind are kept, and what holds their id outside: null for an anonymous visitor, who is no subject. */
const SUBJECTS: Record<SubjectKind, { readonly table: string; readonly id: string }> = {
  person: { table: 'people', id: 'user_id' },
  account: { table: 'accounts', id: 'account_id' },
}

/** Makes something for each kind of subject. */
export const ofEachKind = <T>(make: (of: SubjectKind, table: string, id: string) => T): Record<SubjectKind, T> => ({
  person: make('person', SUBJECTS.person.table, SUBJECTS.person.id),
  account: make('account', SUBJECTS.account.table, SUBJECTS.account.id),
})

export interface SubjectColumns {
  id: number
  outside_id: string
  first_at: number
  last_at: number
  touched_at: number | null
  touched_seq: number | null
}

export function toSubject<Of extends SubjectKind>(of: Of, row: SubjectColumns): SubjectOf[Of] & Touch {
  const { id, outside_id, first_at, last_at, touched_at, touched_seq } = row
  const idOutside = of === 'person' ? { userId: outside_id } : { accountId: outside_id }
  const subject = { id, ...idOutside, firstAt: first_at, lastAt: last_at }
  // The compiler does not tell the two apart by `of`.
  return { ...subject, touchedAt: touched_at, touchedSeq: touched_seq } as unknown as SubjectOf[Of] & Touch
}
