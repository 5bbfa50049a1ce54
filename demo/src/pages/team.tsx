import { NudgePlace } from '../engagement/nudge-place.tsx'
import { Avatar } from '../people/avatar.tsx'
import { useTidemark } from '../tidemark.ts'
import { PageHead } from '../ui/page-head.tsx'

export function TeamPage() {
  const { account, person } = useTidemark()
  const lead = `${account.people.length} of ${Math.max(account.seats, account.people.length)} seats in use, ${account.plan} plan.`
  return (
    <>
      <PageHead title="Team" lead={lead} />
      <NudgePlace slot="page-top" />
      <ul className="rows" aria-label="Team">
        {account.people.map(({ id, name, role }) => (
          <li key={id} className="row">
            <Avatar name={name} size="l" />
            <div className="row-main">
              <p className="row-title">{name}</p>
              <p className="row-note">{role}</p>
            </div>
            {id === person.id && <p className="row-end row-note">You</p>}
          </li>
        ))}
      </ul>
    </>
  )
}
