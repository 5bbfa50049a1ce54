import type { Who } from '../people/whoever.ts'
import { useTidemark, type Opened } from '../tidemark.ts'
import { ImportRowsDialog } from './import-rows.tsx'
import { NewReportDialog } from './new-report.tsx'
import { PeopleDialog } from './people.tsx'
import { ShareReportDialog } from './share-report.tsx'

/** The dialog that is open, if any. */
export function OpenedDialog({
  opened,
  onSwitch,
  onClose,
}: {
  opened: Opened | null
  onSwitch: (who: Who) => void
  onClose: () => void
}) {
  const { workspace } = useTidemark()
  switch (opened?.dialog) {
    case 'new-report':
      return <NewReportDialog onClose={onClose} />
    case 'import':
      return <ImportRowsDialog onClose={onClose} />
    case 'people':
      return <PeopleDialog onSwitch={onSwitch} onClose={onClose} />
    case 'share': {
      const report = workspace.reports.find(({ id }) => id === opened.report)
      return report === undefined ? null : <ShareReportDialog report={report} onClose={onClose} />
    }
    default:
      return null
  }
}
