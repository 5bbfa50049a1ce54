/** As much of a JSON schema as the description uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema | false
  readonly prefixItems?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly description?: string
}

/** The name of the component that a reference leads to. */
export const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf('/') + 1)

/** A schema as TypeScript would say it, with descriptions as comments. */
export function toTypeText(schema: Schema, indent = ''): string {
  const { $ref, type, enum: values, anyOf, prefixItems, items } = schema
  if ($ref !== undefined) return nameOf($ref)
  if ('const' in schema) return JSON.stringify(schema.const)
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (anyOf) return anyOf.map((one) => toTypeText(one, indent)).join(' | ')
  if (prefixItems) return `[${prefixItems.map((one) => toTypeText(one, indent)).join(', ')}]`
  if (type === 'array') {
    const text = toTypeText(items || {}, indent)
    return text.includes(' | ') ? `(${text})[]` : `${text}[]`
  }
  if (type === 'object') return objectText(schema, indent)
  return type === 'integer' ? 'number' : (type ?? 'unknown')
}

function objectText({ properties = {}, required = [], additionalProperties: others }: Schema, indent: string): string {
  const entries = Object.entries(properties)
  if (entries.length === 0 && typeof others === 'object') return `Record<string, ${toTypeText(others, indent)}>`
  const inner = `${indent}  `
  const lines = entries.map(([name, property]) => {
    const comment = property.description === undefined ? '' : `  // ${property.description}`
    return `${inner}${name}${required.includes(name) ? '' : '?'}: ${toTypeText(property, inner)}${comment}\n`
  })
  return `{\n${lines.join('')}${indent}}`
}
