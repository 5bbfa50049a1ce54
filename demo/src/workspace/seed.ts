import { HALDEN } from './seed-halden.ts'
import { KESTREL } from './seed-kestrel.ts'
import { ORCHARD } from './seed-orchard.ts'
import type { Comment, Report, Workspace } from './types.ts'

const MS_AN_HOUR = 3_600_000

/** A report as the stories tell it: times in hours ago. */
interface SeedReport extends Omit<Report, 'at' | 'comments'> {
  readonly hoursAgo: number
  readonly comments: readonly (Omit<Comment, 'id' | 'at'> & { readonly hoursAgo: number })[]
}

interface Timed {
  readonly by: string
  readonly hoursAgo: number
}

export interface SeedWorkspace {
  readonly reports: readonly SeedReport[]
  readonly imports: readonly (Timed & { readonly source: string; readonly rows: number })[]
  readonly integrations: readonly (Timed & { readonly what: string })[]
  readonly runs: readonly (Timed & { readonly what: string })[]
}

const EMPTY: SeedWorkspace = { reports: [], imports: [], integrations: [], runs: [] }
const SEEDS: ReadonlyMap<string, SeedWorkspace> = new Map([
  ['halden-freight', HALDEN],
  ['orchard-and-pine', ORCHARD],
  ['kestrel-clinics', KESTREL],
])

/** What an account has when it is looked at for the first time; nothing for an account that no story is told of. */
export function seedWorkspace(account: string, nowMs: number): Workspace {
  const seed = SEEDS.get(account) ?? EMPTY
  const at = <Item extends { readonly hoursAgo: number }>({ hoursAgo, ...rest }: Item) => ({
    ...rest,
    at: nowMs - hoursAgo * MS_AN_HOUR,
  })
  return {
    reports: seed.reports.map((report) => ({
      ...at(report),
      comments: report.comments.map((comment, index) => ({ id: `${report.id}-c${index}`, ...at(comment) })),
    })),
    imports: seed.imports.map((made, index) => ({ id: `i${index}`, ...at(made) })),
    integrations: seed.integrations.map(at),
    runs: seed.runs.map(at),
  }
}
