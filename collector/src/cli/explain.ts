import { isQuiet, roundTogether } from '@uptake/shared/scoring'
import type { ChangeExplanation, Contribution, Score } from '@uptake/shared/wire'
import type { Model } from '@uptake/shared/model'
import { UptakeError } from '../errors.ts'
import { openProjectToRead, type Reading } from '../project.ts'
import { type Instant, type Known, toInstant } from '../scores/instant.ts'
import type { Standing } from '../scores/standing.ts'
import { instantOption } from './instant-option.ts'
import { loadConfig } from './load-config.ts'
import { counted, needed, signed } from './numbers.ts'
import type { ProjectOptions } from './options.ts'
import { column, printable } from './printable.ts'
import { writeJson, writeLine } from './write.ts'

const NAME_WIDTH = 30
const ITEMS = 5
const DIGITS = 1

interface Options extends ProjectOptions {
  account?: true
  at?: string
  known?: Known
  since?: string
  json?: true
}

/** Shows why a user's or an account's score is what it is, and what would raise it. */
export async function explain(id: string, options: Options): Promise<void> {
  const { model, ...config } = await loadConfig(options.config)
  const { known } = options
  const at = instantOption(model, 'at', options.at, known) ?? toInstant(model, Date.now(), known)
  const since = instantOption(model, 'since', options.since, known) ?? null
  if (since && since.atMs > at.atMs) {
    const message = `--since ${options.since} is after the instant that the score is of`
    throw new UptakeError('invalid_option', message, 'Give an earlier one, or a later --at.')
  }
  const project = await openProjectToRead({ model, ...config }, options.data)
  try {
    const standing = await find(project, id, at, options.account === true)
    const [score, nextActions] = [standing.score(), standing.nextActions()]
    const change = since && (await project.changes.between(standing, since))
    if (options.json) writeJson({ ...score, nextActions, ...(since && { change }) })
    else {
      for (const line of headLines(score)) writeLine(line)
      for (const line of partLines('what makes it', score.contributions ?? [], score.score ?? 0)) writeLine(line)
      if (since) for (const line of changeLines(change)) writeLine(line)
      for (const line of nextLines(model, standing)) writeLine(line)
    }
  } finally {
    await project.storage.close()
  }
}

/** The user by that id, else the account. */
async function find({ scores }: Reading, id: string, at: Instant, isAccount: boolean): Promise<Standing> {
  const user = await scores.ofUser(id, at)
  if (user.isKnown && !isAccount) return user
  const account = await scores.ofAccount(id, at)
  if (account.isKnown) return account
  const what = isAccount ? 'account' : 'user or account'
  throw new UptakeError('not_found', `no ${what} was ever seen by the id ${printable(id)}`, 'See `uptake scores`.')
}

function* headLines(score: Score): Generator<string> {
  const { subject, status, interval, band, trend, model, needs, points, asOf } = score
  const who = 'user' in subject ? `user ${subject.user}` : `account ${subject.account}`
  const profile = model.profile === null ? '' : `, profile ${model.profile}`
  yield `${who} at ${asOf}, by model ${model.version}${profile}`
  if (needs) {
    yield `no score yet: needs ${needed(needs)}`
    return
  }
  const range = interval ? `, 90 % within ${shown(interval[0])} to ${shown(interval[1])}` : ''
  const raw = points ? `, ${points.raw} of ${points.max} points` : ''
  yield `${shown(score.score ?? 0)} ${band}${status === 'provisional' ? ' (provisional)' : ''}${range}${raw}`
  if (score.singleThreaded) yield 'nearly all of its value comes from one person'
  if (!trend) return
  const { change, adjusted, declining, persistentlyLow, neverHealthy, quiet } = trend
  if (change !== null) {
    const beside = adjusted === null ? '' : `, ${signed(adjusted)} beside everybody else`
    yield `${signed(change)} in 28 days${beside}${declining ? ': declining' : ''}`
  }
  if (persistentlyLow) yield 'low for 28 days'
  if (neverHealthy) yield 'has never been healthy'
  if (quiet && isQuiet(quiet))
    yield `quiet: nothing of value for ${counted(quiet.days, 'day')}, where so long a silence has a probability of ${quiet.probability.toPrecision(2)}`
}

/** Contributions with their largest items, rounded so that what is shown adds up. */
function* partLines(title: string, parts: readonly Contribution[], whole: number): Generator<string> {
  if (parts.length === 0) return
  yield ''
  yield title
  const pointsOf = (all: readonly { points: number }[]): number[] => all.map(({ points }) => points)
  const rounded = roundTogether(pointsOf(parts), whole, DIGITS).parts
  for (const [i, { dimension, items }] of parts.entries()) {
    yield `  ${column(dimension, NAME_WIDTH)}  ${cell(rounded[i] ?? 0)}`
    const shares = roundTogether(pointsOf(items), rounded[i] ?? 0, DIGITS).parts
    for (const [n, { key }] of items.slice(0, ITEMS).entries())
      yield `    ${column(key, NAME_WIDTH - 2)}  ${cell(shares[n] ?? 0)}`
    const rest = shares.slice(ITEMS).reduce((sum, share) => sum + share, 0)
    if (items.length > ITEMS) yield `    ${column(`${items.length - ITEMS} more`, NAME_WIDTH - 2)}  ${cell(rest)}`
  }
}

function* changeLines(change: ChangeExplanation | null): Generator<string> {
  if (!change) {
    yield ''
    yield 'what changed it: there is no score at one of the two instants'
    return
  }
  const title = `what changed it since ${change.since}: ${shown(change.from)} → ${shown(change.to)}`
  yield* partLines(title, change.lines, change.points)
}

function* nextLines({ actions }: Model, standing: Standing): Generator<string> {
  const next = standing.nextActions().filter(({ gain }) => gain > 0)
  const activation = standing.activation()
  if (activation?.next != null) {
    yield ''
    yield `on the way to first value ${activation.done.length} of ${activation.of.length} are done; next is ${activation.next}`
  }
  if (next.length === 0) return
  yield ''
  yield 'what would raise it, done once now'
  for (const { action, gain } of next)
    yield `  ${column(action, NAME_WIDTH)}  ${signed(gain).padStart(7)}  ${actions.get(action)?.label ?? ''}`.trimEnd()
}

const shown = (points: number): string => points.toFixed(DIGITS)
const cell = (points: number): string => shown(points).replace('-', '−').padStart(7)
