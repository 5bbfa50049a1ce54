import type { Track } from '../engagement/client.ts'
import type { Change } from './change.ts'
import type { Report } from './types.ts'

export interface Deeds {
  /** Returns the new report's id. */
  readonly createReport: (draft: Pick<Report, 'title' | 'source' | 'weeks'>) => string
  readonly shareReport: (report: Report, people: readonly string[]) => void
  readonly addComment: (report: Report, text: string) => void
  readonly importRows: (source: string, rows: number) => void
  readonly connectIntegration: (integration: string) => void
  readonly runAutomation: (automation: string) => void
}

/** What a person can do in Tidemark. Here, and nowhere else, the product tells Uptake what was done in it. */
export function createDeeds({
  person,
  apply,
  track,
  now,
  newId,
}: {
  person: string
  apply: (change: Change) => void
  track: Track
  now: () => number
  newId: () => string
}): Deeds {
  return {
    createReport: (draft) => {
      const id = newId()
      const rows = draft.weeks * 87
      const report = { ...draft, id, rows, owner: person, at: now(), sharedWith: [], comments: [] }
      apply({ type: 'report_created', report })
      track('report_created', { source: draft.source, rows })
      return id
    },
    shareReport: (report, people) => {
      apply({ type: 'report_shared', report: report.id, people })
      track('report_shared', { report: report.id, with: people })
    },
    addComment: (report, text) => {
      apply({ type: 'comment_added', report: report.id, comment: { id: newId(), author: person, text, at: now() } })
      track('comment_added', { report: report.id, with: talkedTo(report, person) })
    },
    importRows: (source, rows) => {
      apply({ type: 'rows_imported', made: { id: newId(), source, rows, by: person, at: now() } })
      track('rows_imported', { source, rows })
    },
    connectIntegration: (integration) => {
      apply({ type: 'integration_connected', deed: { what: integration, by: person, at: now() } })
      track('integration_connected', { integration })
    },
    runAutomation: (automation) => {
      apply({ type: 'automation_run', deed: { what: automation, by: person, at: now() } })
      track('automation_run', { automation })
    },
  }
}

/** Whom a comment reaches: the report's owner and those in the conversation, without the one who speaks. */
export function talkedTo(report: Report, person: string): string[] {
  const everybody = new Set([report.owner, ...report.comments.map((comment) => comment.author)])
  everybody.delete(person)
  return [...everybody]
}
