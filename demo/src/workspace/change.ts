import type { Comment, Deed, Import, Report, Workspace } from './types.ts'

export type Change =
  | { readonly type: 'report_created'; readonly report: Report }
  | { readonly type: 'report_shared'; readonly report: string; readonly people: readonly string[] }
  | { readonly type: 'comment_added'; readonly report: string; readonly comment: Comment }
  | { readonly type: 'rows_imported'; readonly made: Import }
  | { readonly type: 'integration_connected'; readonly deed: Deed }
  | { readonly type: 'automation_run'; readonly deed: Deed }

/** The workspace after one change; the newest comes first in every list but the comments. */
export function changeWorkspace(workspace: Workspace, change: Change): Workspace {
  switch (change.type) {
    case 'report_created':
      return { ...workspace, reports: [change.report, ...workspace.reports] }
    case 'report_shared':
      return changeReport(workspace, change.report, (report) => ({
        ...report,
        sharedWith: [...new Set([...report.sharedWith, ...change.people])],
      }))
    case 'comment_added':
      return changeReport(workspace, change.report, (report) => ({
        ...report,
        comments: [...report.comments, change.comment],
      }))
    case 'rows_imported':
      return { ...workspace, imports: [change.made, ...workspace.imports] }
    case 'integration_connected':
      return { ...workspace, integrations: [change.deed, ...workspace.integrations] }
    case 'automation_run':
      return { ...workspace, runs: [change.deed, ...workspace.runs] }
    default:
      return workspace
  }
}

function changeReport(workspace: Workspace, id: string, toChanged: (report: Report) => Report): Workspace {
  return {
    ...workspace,
    reports: workspace.reports.map((report) => (report.id === id ? toChanged(report) : report)),
  }
}
