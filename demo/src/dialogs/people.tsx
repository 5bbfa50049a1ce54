import { ACCOUNTS } from '../people/accounts.ts'
import { Avatar } from '../people/avatar.tsx'
import type { Who } from '../people/whoever.ts'
import { useTidemark } from '../tidemark.ts'
import { Dialog } from '../ui/dialog.tsx'

/** Who is using the product: the demo's stand-in for signing out and in. */
export function PeopleDialog({ onSwitch, onClose }: { onSwitch: (who: Who) => void; onClose: () => void }) {
  const { person } = useTidemark()
  return (
    <Dialog title="Switch person" onClose={onClose}>
      {ACCOUNTS.map((account) => (
        <section key={account.id} className="people" aria-label={account.name}>
          <h3>{account.name}</h3>
          <ul>
            {account.people.map((candidate) => (
              <li key={candidate.id}>
                <button
                  type="button"
                  className="choice"
                  aria-label={candidate.name}
                  aria-current={candidate.id === person.id ? 'true' : undefined}
                  onClick={() => onSwitch({ account, person: candidate })}
                >
                  <Avatar name={candidate.name} />
                  <span className="choice-words">
                    <span>{candidate.name}</span>
                    <span className="row-note">{candidate.role}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}
