import { useSyncExternalStore } from 'react'

export const PAGES = ['reports', 'imports', 'integrations', 'automations', 'team'] as const
export type Page = (typeof PAGES)[number]

export interface Route {
  readonly page: Page
  /** The report that is open. */
  readonly report: string | null
}

/** `#/reports/42` and the like; anything else leads to the reports. */
function parseHash(hash: string): Route {
  const [, page, report] = hash.split('/')
  const known = PAGES.find((candidate) => candidate === page)
  return { page: known ?? 'reports', report: known === 'reports' && report ? decodeURIComponent(report) : null }
}

export const toHash = (page: Page, report?: string): string =>
  `#/${page}${report === undefined ? '' : `/${encodeURIComponent(report)}`}`

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return parseHash(useSyncExternalStore(subscribe, () => window.location.hash))
}

export function goTo(page: Page, report?: string): void {
  window.location.hash = toHash(page, report)
}
