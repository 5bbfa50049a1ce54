import { UptakeError } from '../../errors.ts'

/** What a row says of a message, with the columns that are taken for it unless `--map` names others. */
const FIELDS = {
  type: ['type'],
  messageId: ['messageId', 'message_id'],
  rowId: ['event_id', 'eventId', 'id'],
  event: ['event', 'action', 'event_name'],
  userId: ['userId', 'user_id', 'user'],
  anonymousId: ['anonymousId', 'anonymous_id'],
  groupId: ['groupId', 'group_id', 'accountId', 'account_id', 'account'],
  sessionId: ['sessionId', 'session_id'],
  timestamp: ['timestamp', 'occurredAt', 'occurred_at', 'time'],
  receivedAt: ['receivedAt', 'received_at'],
} as const
export type Field = keyof typeof FIELDS
const NAMES = Object.keys(FIELDS) as Field[]

/** The column of each field that has one. */
export type FieldColumns = ReadonlyMap<Field, string>

/**
 * Finds the column of each field: the one that `--map field=column` names, else the first known name that is there.
 * @throws UptakeError `invalid_option` for a field or a column that does not exist
 */
export function findFields(columns: readonly string[] | null, maps: readonly string[] = []): FieldColumns {
  const mapped = new Map<Field, string>()
  for (const text of maps) {
    const [name = '', column = ''] = text.split(/=(.*)/s)
    const field = NAMES.find((known) => known === name)
    if (!field)
      throw new UptakeError('invalid_option', `--map ${text}: no field "${name}"`, `Fields: ${NAMES.join(', ')}.`)
    if (columns && !columns.includes(column)) {
      throw new UptakeError('invalid_option', `--map ${text}: no column "${column}"`, `Columns: ${columns.join(', ')}.`)
    }
    mapped.set(field, column)
  }
  const taken = new Set(mapped.values())
  for (const field of NAMES) {
    const known = FIELDS[field].find((name) => !taken.has(name) && (columns === null || columns.includes(name)))
    if (!mapped.has(field) && known !== undefined && columns !== null) mapped.set(field, known)
  }
  return mapped
}

/** Of JSON lines each may have other keys. */
export function fieldsOfObject(value: object, mapped: FieldColumns): FieldColumns {
  const maps = [...mapped].filter(([, column]) => column in value).map(([field, column]) => `${field}=${column}`)
  return findFields(Object.keys(value), maps)
}
