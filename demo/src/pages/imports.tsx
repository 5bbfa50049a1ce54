import { NudgePlace } from '../engagement/nudge-place.tsx'
import { useNames, useTidemark } from '../tidemark.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ago, grouped } from '../ui/time.ts'

export function ImportsPage() {
  const { workspace, open } = useTidemark()
  const { youOr } = useNames()
  return (
    <>
      <PageHead title="Imports" lead="Rows from your files, ready to be reported on.">
        <button type="button" className="button button-primary" onClick={() => open({ dialog: 'import' })}>
          <Icon name="imports" /> Import rows
        </button>
      </PageHead>
      <NudgePlace slot="page-top" />
      {workspace.imports.length === 0 ? (
        <Empty title="Nothing imported yet">A spreadsheet or a CSV file is enough for the first report.</Empty>
      ) : (
        <ul className="rows" aria-label="Imports">
          {workspace.imports.map((made) => (
            <li key={made.id} className="row">
              <div className="row-main">
                <p className="row-title">{made.source}</p>
                <p className="row-note">
                  by {youOr(made.by)}, {ago(made.at)}
                </p>
              </div>
              <p className="row-end number">{grouped(made.rows)} rows</p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
