import { useRef } from 'react'
import { NudgeBanner } from '../engagement/nudge-banner.tsx'
import { useTidemark } from '../tidemark.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ReportRow } from './report-row.tsx'
import { useNudgeAction } from '../engagement/use-nudge-action.ts'

export function ReportsPage() {
  const { account, workspace, open } = useTidemark()
  const heading = useRef<HTMLHeadingElement>(null)
  const followNudge = useNudgeAction()
  return (
    <>
      <PageHead ref={heading} title="Reports" lead={`What ${account.name} keeps an eye on.`}>
        <button type="button" className="button button-primary" onClick={() => open({ dialog: 'new-report' })}>
          <Icon name="plus" /> New report
        </button>
      </PageHead>
      <NudgeBanner slot="reports-top" onAction={followNudge} onAway={() => heading.current?.focus()} />
      {workspace.reports.length === 0 ? (
        <Empty title="No reports yet">
          A report answers one question with your own numbers. Start with the one you were asked last.
        </Empty>
      ) : (
        <ul className="rows" aria-label="Reports">
          {workspace.reports.map((report) => (
            <ReportRow key={report.id} report={report} />
          ))}
        </ul>
      )}
    </>
  )
}
