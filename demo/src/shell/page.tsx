import { AutomationsPage } from '../pages/automations.tsx'
import { ImportsPage } from '../pages/imports.tsx'
import { IntegrationsPage } from '../pages/integrations.tsx'
import { ReportPage } from '../pages/report.tsx'
import { ReportsPage } from '../pages/reports.tsx'
import { TeamPage } from '../pages/team.tsx'
import type { Route } from '../route.ts'

export function CurrentPage({ route }: { route: Route }) {
  switch (route.page) {
    case 'imports':
      return <ImportsPage />
    case 'integrations':
      return <IntegrationsPage />
    case 'automations':
      return <AutomationsPage />
    case 'team':
      return <TeamPage />
    default:
      return route.report === null ? <ReportsPage /> : <ReportPage key={route.report} id={route.report} />
  }
}
