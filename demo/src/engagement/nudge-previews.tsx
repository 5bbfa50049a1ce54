import config from '../../uptake.config.ts'
import { toHash } from '../route.ts'
import { useTidemark } from '../tidemark.ts'
import { previewed } from './client.ts'

const APP_NUDGES = (config.nudges ?? []).flatMap((nudge) => (nudge.deliver === 'app' ? [nudge] : []))

/** Every nudge that the app may show, each to be looked at whatever its rule says: for whoever writes the rules. */
export function NudgePreviews() {
  const { workspace } = useTidemark()
  const [report] = workspace.reports
  const pageOf: Readonly<Record<string, string>> = {
    'reports-top': toHash('reports'),
    report: toHash('reports', report?.id),
    automations: toHash('automations'),
    'page-top': toHash('team'),
  }
  return (
    <div>
      {previewed !== null && (
        <p className="panel-note preview-note">
          Preview of <strong>{previewed}</strong>, whatever its rule says. What you do with nudges meanwhile is not
          reported. <a href={addressOf(null, window.location.hash)}>End the preview</a>
        </p>
      )}
      <details className="previews" open={previewed !== null}>
        <summary>Look at a nudge before it is due</summary>
        <ul aria-label="Nudges">
          {APP_NUDGES.map(({ id, slot, title }) => (
            <li key={id}>
              <a href={addressOf(id, pageOf[slot] ?? '')} aria-current={id === previewed ? 'true' : undefined}>
                {id}
              </a>
              <span className="row-note">{title}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

/** This address with that nudge previewed, or none, at a place in the app. */
function addressOf(preview: string | null, hash: string): string {
  const address = new URL(window.location.href)
  if (preview === null) address.searchParams.delete('preview')
  else address.searchParams.set('preview', preview)
  address.hash = hash
  return address.href
}
