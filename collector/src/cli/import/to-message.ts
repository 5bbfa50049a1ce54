import type { Model, PropertyType } from '@uptake/shared/model'
import { MESSAGE_TYPES } from '@uptake/shared/wire'
import { createRowMessageId } from './row-message-id.ts'
import { type Field, type FieldColumns, fieldsOfObject } from './fields.ts'

/** A message in the wire's form with the time that it was received first, where the file says so. */
export interface ImportedMessage {
  readonly message: unknown
  readonly receivedAt: unknown
}

/** Makes messages of rows. What is no field is a property; a CSV's text becomes what the model says the property is. */
export function createToMessage(
  model: Model,
  source: string,
): {
  fromRecord(columns: readonly string[], fields: FieldColumns): (record: readonly string[]) => ImportedMessage
  fromObject(fields: FieldColumns): (value: unknown) => ImportedMessage
} {
  const typeOf = createTypeOf(model)
  const messageIdOf = createRowMessageId(source)
  const build = (field: (name: Field) => unknown, properties: Record<string, unknown>): ImportedMessage => {
    const type = field('type') ?? 'track'
    const rowId = field('rowId')
    const groupId = field('groupId')
    const message = {
      type,
      // A row's id is its own within this file alone.
      messageId: field('messageId') ?? (rowId === undefined ? undefined : messageIdOf(rowId)),
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

  return {
    fromRecord(columns, fields) {
      const indexes: Partial<Record<Field, number>> = {}
      for (const [field, column] of fields) indexes[field] = columns.indexOf(column)
      const taken = new Set(fields.values())
      const others = columns.map((name, index) => ({ name, index })).filter(({ name }) => !taken.has(name))
      return (record) => {
        const field = (name: Field) => record[indexes[name] ?? -1] || undefined
        const event = field('event') ?? ''
        const properties: Record<string, unknown> = {}
        for (const { name, index } of others) {
          const text = record[index]
          if (text) properties[name] = typed(text, typeOf(event, name))
        }
        return build(field, properties)
      }
    },
    fromObject(mapped) {
      return (value) => {
        if (typeof value !== 'object' || value === null) return { message: value, receivedAt: undefined }
        const row = value as Record<string, unknown>
        const isMessage = MESSAGE_TYPES.some((type) => type === row['type'])
        if (isMessage) return { message: row, receivedAt: row['receivedAt'] ?? row['received_at'] }
        const fields = fieldsOfObject(row, mapped)
        const taken = new Set(fields.values())
        const properties = Object.fromEntries(Object.entries(row).filter(([name]) => !taken.has(name)))
        return build((name) => row[fields.get(name) ?? ''] ?? undefined, properties)
      }
    },
  }
}

/** What the model says of an event's property; text where it says nothing. */
function createTypeOf({ actions }: Model): (event: string, property: string) => PropertyType {
  return (event, property) => {
    const action = actions.get(event)
    if (action?.volume === property) return 'number'
    const spec = action?.properties[property]
    return spec ? (spec.replace('?', '') as PropertyType) : 'string'
  }
}

/** The value that a CSV's text stands for; text that stands for none stays text, which counts as the scoring says. */
function typed(text: string, type: PropertyType): unknown {
  if (type === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}
