import { NudgePlace } from '../engagement/nudge-place.tsx'
import { Avatars } from '../people/avatars.tsx'
import { toHash } from '../route.ts'
import { useNames, useTidemark } from '../tidemark.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ago, grouped } from '../ui/time.ts'
import { figuresOf } from '../workspace/figures.ts'
import { Bars } from './bars.tsx'
import { Comments } from './comments.tsx'
import { KeyFigures } from './key-figures.tsx'

export function ReportPage({ id }: { id: string }) {
  const { workspace, open } = useTidemark()
  const { nameOf, youOr } = useNames()
  const report = workspace.reports.find((candidate) => candidate.id === id)
  return (
    <>
      <a className="back" href={toHash('reports')}>
        <Icon name="back" /> All reports
      </a>
      {report === undefined ? (
        <Empty title="This report is not here">It belongs to another account, or was never made.</Empty>
      ) : (
        <>
          <PageHead
            title={report.title}
            lead={`${report.source}, last ${report.weeks} weeks · ${grouped(report.rows)} rows · by ${youOr(report.owner)}, ${ago(report.at)}`}
          >
            <Avatars names={report.sharedWith.map(nameOf)} label="Shared with" />
            <button
              id="share"
              type="button"
              className="button button-primary"
              onClick={() => open({ dialog: 'share', report: report.id })}
            >
              <Icon name="share" /> Share
            </button>
          </PageHead>
          <NudgePlace slot="report" />
          <KeyFigures figures={figuresOf(report)} />
          <Bars figures={figuresOf(report)} />
          <Comments report={report} />
        </>
      )}
    </>
  )
}
