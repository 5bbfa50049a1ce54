/** What one account has in Tidemark. Times are Unix milliseconds; people are named by their id. */
export interface Comment {
  readonly id: string
  readonly author: string
  readonly text: string
  readonly at: number
}

export interface Report {
  readonly id: string
  readonly title: string
  readonly source: string
  /** Weeks that it looks back. */
  readonly weeks: number
  readonly owner: string
  readonly at: number
  readonly rows: number
  readonly sharedWith: readonly string[]
  readonly comments: readonly Comment[]
}

export interface Import {
  readonly id: string
  readonly source: string
  readonly rows: number
  readonly by: string
  readonly at: number
}

/** An integration connected, or an automation run: which one, by whom, when. */
export interface Deed {
  readonly what: string
  readonly by: string
  readonly at: number
}

export interface Workspace {
  readonly reports: readonly Report[]
  readonly imports: readonly Import[]
  readonly integrations: readonly Deed[]
  readonly runs: readonly Deed[]
}
