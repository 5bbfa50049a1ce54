/** What is wrong with a configuration, where, and how to mend it. */
export interface Fault {
  /** Such as "model.dimensions.depth.target" or "nudges[0].id"; empty for the whole. */
  readonly path: string
  readonly message: string
  readonly hint: string
}

export type Path = readonly PropertyKey[]

/** The path as one would write it in TypeScript. */
export function toPath(path: Path): string {
  return path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`
      return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(String(key)) ? `.${String(key)}` : `[${JSON.stringify(String(key))}]`
    })
    .join('')
    .replace(/^\./, '')
}

/** A value in a few words, for a message. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'this list'
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? 'an empty object' : 'this object'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  return typeof value === 'function' ? 'a function' : String(value)
}
