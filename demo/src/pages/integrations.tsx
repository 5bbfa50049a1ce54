import { useRef } from 'react'
import { NudgePlace } from '../engagement/nudge-place.tsx'
import { useNames, useTidemark } from '../tidemark.ts'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ago } from '../ui/time.ts'

const INTEGRATIONS = [
  { id: 'postgresql', name: 'PostgreSQL', does: 'Reads tables and views, every hour.' },
  { id: 'google-sheets', name: 'Google Sheets', does: 'Follows a sheet, and notices new rows.' },
  { id: 'slack', name: 'Slack', does: 'Posts a report to a channel when it changes.' },
  { id: 'shopify', name: 'Shopify', does: 'Brings in orders, products and returns.' },
  { id: 'hubspot', name: 'HubSpot', does: 'Adds companies and deals to your numbers.' },
  { id: 'snowflake', name: 'Snowflake', does: 'Queries your warehouse where it stands.' },
] as const

export function IntegrationsPage() {
  const { workspace, deeds, say } = useTidemark()
  const { youOr } = useNames()
  const justConnected = useRef<string>(null)
  return (
    <>
      <PageHead title="Integrations" lead="Where your numbers come from, and where they go." />
      <NudgePlace slot="page-top" />
      <ul className="cards" aria-label="Integrations">
        {INTEGRATIONS.map(({ id, name, does }) => {
          const connected = workspace.integrations.find((deed) => deed.what === id)
          return (
            <li key={id} className="card">
              <h2>{name}</h2>
              <p>{does}</p>
              {connected === undefined ? (
                <button
                  type="button"
                  className="button"
                  aria-label={`Connect ${name}`}
                  onClick={() => {
                    justConnected.current = id
                    deeds.connectIntegration(id)
                    say(`${name} is connected`)
                  }}
                >
                  Connect
                </button>
              ) : (
                <p
                  className="card-state"
                  tabIndex={-1}
                  // It takes the place of the button, and its focus.
                  ref={(state) => {
                    if (justConnected.current !== id) return
                    justConnected.current = null
                    state?.focus()
                  }}
                >
                  <Icon name="check" /> Connected by {youOr(connected.by)}, {ago(connected.at)}
                </p>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
