import { PAGES, toHash, type Page } from '../route.ts'
import { Icon } from '../ui/icon.tsx'

const NAMES: Record<Page, string> = {
  reports: 'Reports',
  imports: 'Imports',
  integrations: 'Integrations',
  automations: 'Automations',
  team: 'Team',
}

/** The way around: at the side, or at the foot of a narrow screen. */
export function Sidebar({ page, account }: { page: Page; account: string }) {
  return (
    <nav className="sidebar" aria-label="Main">
      <p className="brand">
        <svg className="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M2 9c3.300 0 3.300 3 6.700 3S12 9 15.300 9 18.700 12 22 12M2 15c3.300 0 3.300 3 6.700 3S12 15 15.300 15 18.700 18 22 18" />
        </svg>
        Tidemark
      </p>
      <p className="sidebar-account">{account}</p>
      <ul>
        {PAGES.map((name) => (
          <li key={name}>
            <a href={toHash(name)} aria-current={name === page ? 'page' : undefined}>
              <Icon name={name} />
              <span>{NAMES[name]}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
