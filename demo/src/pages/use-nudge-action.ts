import { goTo } from '../route.ts'
import { useTidemark } from '../tidemark.ts'

/** Leads from a nudge's button to where its goal can be reached. */
export function useNudgeAction(): (event: string) => void {
  const { workspace, person, open } = useTidemark()
  return (event) => {
    const mine = workspace.reports.find((report) => report.owner === person.id && report.sharedWith.length === 0)
    const theirs = workspace.reports.find((report) => report.owner !== person.id)
    const [newest] = workspace.reports
    switch (event) {
      case 'open-new-report':
        return open({ dialog: 'new-report' })
      case 'open-import':
        return open({ dialog: 'import' })
      case 'open-integrations':
        return goTo('integrations')
      case 'open-automations':
        return goTo('automations')
      case 'open-share': {
        const report = mine ?? newest
        return open(report === undefined ? { dialog: 'new-report' } : { dialog: 'share', report: report.id })
      }
      case 'open-comment': {
        const report = theirs ?? newest
        return report === undefined ? open({ dialog: 'new-report' }) : goTo('reports', report.id)
      }
      default:
    }
  }
}
