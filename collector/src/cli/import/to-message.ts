import type { Model, PropertyType } from '@uptake/shared/model'
import { MESSAGE_TYPES } from '@uptake/shared/wire'
import { type Field, type FieldColumns, fieldsOfObject } from './fields.ts'
import type { Line } from './read-file.ts'
import { createRowMessageId } from './row-message-id.ts'

/** A message in the wire's form, and the time that it was received first, where the file says so. */
interface ImportedMessage {
  readonly message: unknown
  readonly receivedAt: unknown
}
/** Makes a message of a line that can be read. */
export type ToMessage = (line: Line) => ImportedMessage

/**
 * Makes messages of lines: a CSV's records by its columns, or JSON values. What is no field is a property; a CSV's text
 * becomes what the model says the property is. A line without an id is known by its place in the file and what is in it.
 */
export function createToMessage(
  model: Model,
  { source, columns, fields }: { source: string; columns: readonly string[] | null; fields: FieldColumns },
): ToMessage {
  const ofRow = createRowMessageId(source)
  // Its place alone would be taken for that of another file by the same name.
  const ofLine = ({ number, value }: Line) =>
    createRowMessageId(`${source}, by line: ${JSON.stringify(value)}`)(String(number))

  function build(line: Line, field: (name: Field) => unknown, properties: Record<string, unknown>): ImportedMessage {
    const type = field('type') ?? 'track'
    const rowId = field('rowId')
    const groupId = field('groupId')
    const message = {
      type,
      messageId: field('messageId') ?? (rowId === undefined ? ofLine(line) : ofRow(asText(rowId))),
      event: field('event'),
      userId: field('userId'),
      anonymousId: field('anonymousId'),
      groupId,
      context: { groupId, sessionId: field('sessionId') },
      timestamp: field('timestamp'),
      ...(type === 'track' ? { properties } : { traits: properties }),
    }
    return { message, receivedAt: field('receivedAt') }
  }

  function fromRecords(names: readonly string[]): ToMessage {
    const indexes: Partial<Record<Field, number>> = {}
    for (const [field, column] of fields) indexes[field] = names.indexOf(column)
    const taken = new Set(fields.values())
    const others = names.map((name, index) => ({ name, index })).filter(({ name }) => !taken.has(name))
    return (line) => {
      const record = line.value as readonly string[]
      const field = (name: Field) => record[indexes[name] ?? -1] || undefined
      const event = field('event') ?? ''
      const properties: Record<string, unknown> = {}
      for (const { name, index } of others) {
        const text = record[index]
        if (text) properties[name] = typed(text, typeOf(model, event, name))
      }
      return build(line, field, properties)
    }
  }

  function fromValue(line: Line): ImportedMessage {
    const { value } = line
    if (typeof value !== 'object' || value === null) return { message: value, receivedAt: undefined }
    const row = value as Record<string, unknown>
    if (MESSAGE_TYPES.some((type) => type === row['type'])) {
      // A file's times are taken as they are: when its messages were sent is long ago.
      const { sentAt: _, receivedAt, ...message } = row
      return { message: { messageId: ofLine(line), ...message }, receivedAt: receivedAt ?? undefined }
    }
    const own = fieldsOfObject(row, fields)
    const taken = new Set(own.values())
    const properties = Object.fromEntries(Object.entries(row).filter(([name]) => !taken.has(name)))
    return build(line, (name) => row[own.get(name) ?? ''] ?? undefined, properties)
  }

  return columns ? fromRecords(columns) : fromValue
}

const asText = (id: unknown): string => (typeof id === 'string' ? id : JSON.stringify(id))

/** What the model says of an event's property; text where it says nothing. */
function typeOf({ actions }: Model, event: string, property: string): PropertyType {
  const action = actions.get(event)
  if (action?.volume === property) return 'number'
  const isDeclared = action && Object.hasOwn(action.properties, property)
  return isDeclared ? (action.properties[property]?.replace('?', '') as PropertyType) : 'string'
}

/** The value that a CSV's text stands for; text that stands for none stays text, which counts as the scoring says. */
function typed(text: string, type: PropertyType): unknown {
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}
