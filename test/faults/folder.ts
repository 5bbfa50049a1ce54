import { temporaryProject } from '../harness/temporary-project.ts'

export const MODEL = {
  actions: { report_created: { feature: 'reports' }, report_shared: { counterparts: 'with' } },
  dimensions: { depth: { amount: 'value', target: 3, weight: 1 } },
}

/** Whether faults are tried as long as they last in life, or in a short form. */
export const IS_LONG = process.env['UPTAKE_FAULTS'] === 'real'

/** What `uptake serve` needs: a configuration by `MODEL`, and a place for data. Goes with all that is in it. */
export interface Folder extends Disposable {
  readonly path: string
  readonly config: string
  readonly data: string
}

/** @param options.data - where the data is to be instead */
export function createFolder({ data, identity = 'open' }: { data?: string; identity?: 'open' | 'trust' } = {}): Folder {
  const { folder, paths, configure, remove } = temporaryProject()
  configure({ model: MODEL, identity })
  return { path: folder, ...paths, ...(data !== undefined && { data }), [Symbol.dispose]: remove }
}
