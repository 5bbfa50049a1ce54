import { Avatar } from './avatar.tsx'

const MOST = 4

/** A few people side by side, named as a group. */
export function Avatars({ names, label }: { names: readonly string[]; label: string }) {
  if (names.length === 0) return null
  return (
    <span className="avatars" role="img" aria-label={`${label} ${names.join(', ')}`}>
      {names.slice(0, MOST).map((name) => (
        <Avatar key={name} name={name} size="s" />
      ))}
      {names.length > MOST && <span className="avatar avatar-s avatar-more">+{names.length - MOST}</span>}
    </span>
  )
}
