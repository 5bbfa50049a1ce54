import { hashText } from '../../random.ts'

const TINTS = 6

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/)
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase()
}

/** Initials on a colour of one's own. The name stands beside it, so it says nothing to a screen reader. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' | 'l' }) {
  return (
    <span className={`avatar avatar-${size} tint-${(hashText(name) >>> 1) % TINTS}`} aria-hidden="true" title={name}>
      {initialsOf(name)}
    </span>
  )
}
