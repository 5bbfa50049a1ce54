import { Tour } from '../engagement/tour.tsx'
import { useNames, useTidemark } from '../tidemark.ts'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ago } from '../ui/time.ts'

const AUTOMATIONS = [
  { id: 'weekly-digest', name: 'Weekly digest', does: 'Puts the week’s reports on one page and sends it to the team.' },
  {
    id: 'late-alerts',
    name: 'Alert on change',
    does: 'Looks at every report, and speaks up when a number leaves its usual range.',
  },
  {
    id: 'monthly-archive',
    name: 'Monthly archive',
    does: 'Keeps a copy of each report as it stood on the last of the month.',
  },
] as const

const TOUR = [
  {
    element: '[aria-label="Automations"] > :first-child',
    popover: { title: 'One routine a card', description: 'What it does, and when it last ran for your team.' },
  },
  {
    element: '[aria-label="Run Weekly digest"]',
    popover: { title: 'Run it when you like', description: 'Nothing is sent to anybody before you have seen it once.' },
  },
  {
    element: '[aria-label="Main"] [aria-current]',
    popover: { title: 'You find it here', description: 'The digest is waiting for you on Monday.' },
  },
]

export function AutomationsPage() {
  const { workspace, deeds, say } = useTidemark()
  const { youOr } = useNames()
  return (
    <>
      <PageHead title="Automations" lead="Routine that runs without you." />
      <Tour slot="automations" steps={TOUR} />
      <ul className="cards" aria-label="Automations">
        {AUTOMATIONS.map(({ id, name, does }) => {
          const last = workspace.runs.find((deed) => deed.what === id)
          return (
            <li key={id} className="card">
              <h2>{name}</h2>
              <p>{does}</p>
              <p className="row-note">
                {last === undefined ? 'Never run' : `Last run by ${youOr(last.by)}, ${ago(last.at)}`}
              </p>
              <button
                type="button"
                className="button"
                aria-label={`Run ${name}`}
                onClick={() => {
                  deeds.runAutomation(id)
                  say(`${name} has run`)
                }}
              >
                <Icon name="automations" /> Run now
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
