import type { ListedScore } from '@uptake/shared/wire'
import { openProjectToRead } from '../project.ts'
import { toAnswerable } from '../scores/answerable.ts'
import { type Known, toInstant } from '../scores/instant.ts'
import { idOf, type Listed, sorted } from '../scores/list.ts'
import { toOneListed } from '../scores/lists.ts'
import { instantOption } from './instant-option.ts'
import { loadConfig } from './load-config.ts'
import { needed } from './numbers.ts'
import type { ProjectOptions } from './options.ts'
import { column } from './printable.ts'
import { writeJson, writeLine } from './write.ts'

const ID_WIDTH = 32

/** Lists users or accounts by band, highest first; those without a score come last. */
export async function scores(
  options: ProjectOptions & { accounts?: true; at?: string; known?: Known; json?: true },
): Promise<void> {
  const config = await loadConfig(options.config)
  const { model } = config
  const asked = instantOption(model, 'at', options.at, options.known) ?? toInstant(model, Date.now(), options.known)
  const project = await openProjectToRead(config, options.data)
  try {
    const at = await toAnswerable(project.storage, model, asked)
    const all = options.accounts ? project.scores.allAccounts(at) : project.scores.allUsers(at)
    const listed: Listed[] = []
    for await (const standing of all) listed.push(toOneListed(standing))
    const found = sorted(listed, '-score', null).map(({ score }) => score)
    if (options.json) for (const score of found) writeJson(score)
    else {
      const what = options.accounts ? 'account' : 'user'
      writeLine(`${found.length} ${what}${found.length === 1 ? '' : 's'} at ${new Date(at.atMs).toISOString()}`)
      const bands = model.bands.map(({ name }) => name).toReversed()
      for (const text of toTable(found, bands)) writeLine(text)
    }
  } finally {
    await project.storage.close()
  }
}

function* toTable(found: readonly ListedScore[], bands: readonly string[]): Generator<string> {
  const dimensions = [...new Set(found.flatMap(({ subscores }) => Object.keys(subscores ?? {})))]
  const byBand = Map.groupBy(found, ({ band }) => band)
  const widths = dimensions.map((name) => Math.max(5, name.length))
  for (const band of [...bands, null]) {
    const members = byBand.get(band) ?? []
    if (members.length === 0) continue
    yield ''
    const head = dimensions.map((name, index) => name.padStart(widths[index] ?? 0)).join('  ')
    yield `${column(`${band ?? 'insufficient data'} (${members.length})`, ID_WIDTH)}  score  ${band === null ? '' : head}`.trimEnd()
    for (const score of members) {
      const cells = dimensions.map((name, index) => cell(score.subscores?.[name], widths[index] ?? 0)).join('  ')
      const rest = score.needs
        ? `needs ${needed(score.needs)}`
        : `${cells}${score.status === 'provisional' ? '  provisional' : ''}`
      yield `${column(idOf(score), ID_WIDTH)}  ${cell(score.score ?? undefined, 5)}  ${rest}`
    }
  }
}

const cell = (value: number | undefined, width: number): string => (value?.toFixed(1) ?? '–').padStart(width)
