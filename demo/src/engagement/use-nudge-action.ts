import type { Nudge } from '@uptake/sdk'
import { uptake } from './client.ts'
import { goTo } from '../route.ts'
import { useTidemark } from '../tidemark.ts'

/** Where an action is done, by its name: what a walkthrough of the shipped rules leads to. */
const LEADS_TO: Readonly<Record<string, string>> = {
  report_created: 'open-new-report',
  report_shared: 'open-share',
  comment_added: 'open-comment',
  rows_imported: 'open-import',
  integration_connected: 'open-integrations',
  automation_run: 'open-automations',
}

/** Leads from a nudge's button to where its goal can be reached. What leads nowhere in this product is done by saying so. */
export function useNudgeAction(): (event: string | undefined, nudge: Nudge) => void {
  const { workspace, person, open, say } = useTidemark()
  return (event, nudge) => {
    const mine = workspace.reports.find((report) => report.owner === person.id && report.sharedWith.length === 0)
    const theirs = workspace.reports.find((report) => report.owner !== person.id)
    const [newest] = workspace.reports
    switch (event === 'walkthrough' ? LEADS_TO[walkthroughOf(nudge)] : event) {
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
        uptake.nudges.completed(nudge)
        say('Thank you, we will be in touch')
    }
  }
}

const walkthroughOf = ({ data }: Nudge): string =>
  typeof data === 'object' && data !== null && 'walkthrough' in data ? String(data.walkthrough) : ''
