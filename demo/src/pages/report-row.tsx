import { Avatars } from '../people/avatars.tsx'
import { toHash } from '../route.ts'
import { useNames } from '../tidemark.ts'
import { Icon } from '../ui/icon.tsx'
import { ago, grouped } from '../ui/time.ts'
import type { Report } from '../workspace/types.ts'
import { SparkBars } from './spark-bars.tsx'

export function ReportRow({ report }: { report: Report }) {
  const { nameOf, youOr } = useNames()
  return (
    <li className="row">
      <SparkBars report={report} />
      <div className="row-main">
        <a className="row-title" href={toHash('reports', report.id)}>
          {report.title}
        </a>
        <p className="row-note">
          {report.source} · {grouped(report.rows)} rows · by {youOr(report.owner)}, {ago(report.at)}
        </p>
      </div>
      <div className="row-end">
        {report.comments.length > 0 && (
          <span className="row-count">
            <Icon name="comment" /> {report.comments.length}
            <span className="visually-hidden"> comments</span>
          </span>
        )}
        <Avatars names={report.sharedWith.map(nameOf)} label="Shared with" />
      </div>
    </li>
  )
}
