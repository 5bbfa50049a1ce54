import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import type { Logger } from 'pino'
import type { Config } from '@uptake/shared/model'
import { UptakeError } from '../errors.ts'
import type { Erasures } from '../ingest/erasure.ts'
import type { Receive } from '../ingest/reception.ts'
import type { NudgeReports } from '../insights/nudge-report.ts'
import type { Overviews } from '../insights/overview.ts'
import type { AnswerOfAccount } from '../nudges/account-answers.ts'
import type { Nudges } from '../nudges/nudges.ts'
import { docsRoutes } from '../routes/docs.ts'
import { erasureRoutes } from '../routes/erasure.ts'
import { healthRoutes, metricsRoutes } from '../routes/health.ts'
import { ingestRoutes } from '../routes/ingest.ts'
import { listRoutes } from '../routes/lists.ts'
import type { StreamPeriods } from '../routes/me-stream.ts'
import { meRoutes } from '../routes/me.ts'
import { nudgeRoutes } from '../routes/nudges.ts'
import { overviewRoutes } from '../routes/overview.ts'
import { scoreRoutes } from '../routes/scores.ts'
import type { Changes } from '../scores/changes.ts'
import type { Exports } from '../scores/export.ts'
import type { Lists } from '../scores/lists.ts'
import type { Scores } from '../scores/scores.ts'
import type { Watch } from '../scores/watch.ts'
import type { ClientLimits } from './client-limits.ts'
import type { Keys } from './keys.ts'
import { isLoopbackUrl } from './loopback.ts'
import type { Metrics } from './metrics.ts'
import { answerProblem, isProblem } from './problem.ts'

/** What the routes call. */
export interface Services {
  readonly config: Config
  readonly keys: Keys
  readonly limits: ClientLimits
  /** @throws UptakeError `unavailable` where nothing can be received now */
  readonly requireRoom: () => void
  readonly receive: Receive
  readonly scores: Scores
  readonly lists: Lists
  readonly overviews: Overviews
  readonly changes: Changes
  readonly answerOfAccount: AnswerOfAccount
  readonly nudges: Nudges
  readonly nudgeReports: NudgeReports
  readonly erasures: Erasures
  readonly exports: Exports
  readonly watch: Watch
  /** @defaultValue a comment every 15 s, a look each minute */
  readonly streamPeriods?: StreamPeriods
  /** Aborts when the collector stops: what is open ends. */
  readonly stopping: AbortSignal
  /** Unix milliseconds. */
  readonly now: () => number
  readonly log: Pick<Logger, 'error' | 'info'>
  readonly metrics: Metrics
  /** Why no messages can be taken in now; null where they can. */
  readonly notReady: () => string | null
  /** Whether it listens for this machine alone. */
  readonly isLocal: boolean
}

const GUESSED: ReadonlySet<string> = new Set(['unknown_key', 'unknown_token'])
const UNAVAILABLE = 'Nothing of this was stored. Try again in a moment.'

/** What a browser may make of an answer that somebody opens as a page: nothing. A page of ours says itself what it needs. */
const harmless = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Of a whole domain only whoever holds it can say that.
  strictTransportSecurity: false,
  overwrite: false,
})
/** Answers are of persons, and of this moment. */
const unstored: MiddlewareHandler = (context, next) => {
  context.header('Cache-Control', 'no-store')
  return next()
}

/** The collector over HTTP; `app.request()` answers without a port. */
export function createApp(services: Services): Hono {
  const app = new Hono()
  app.onError((error, context) => {
    if (isProblem(error) && GUESSED.has(error.code)) services.limits.countFailure(context)
    // What is wrong with the store is said in the log alone.
    if (isProblem(error) && error.code === 'unavailable') return answerProblem(context, error.code, UNAVAILABLE)
    if (isProblem(error)) return answerProblem(context, error.code, `${error.message}. ${error.hint}`)
    // Clients come and go: of those who are gone before their request has come nobody hears, and the log says nothing.
    if (!hasLeft(error)) {
      services.log.error({ err: error, method: context.req.method, route: routePath(context, -1) }, 'request failed')
    }
    return answerProblem(context, 'unavailable', 'Try again. If it stays so, the collector’s log says more.')
  })
  app.notFound((context) => answerProblem(context, 'not_found', `No route ${context.req.path}.`))

  if (services.config.identity === 'trust') {
    // Who may name themselves may do so from this machine only: not from another site's page, nor by a name made to point here.
    app.use(async (context, next) => {
      const { Host: host, Origin: origin } = { Host: context.req.header('Host'), Origin: context.req.header('Origin') }
      if ((host !== undefined && !isLoopbackUrl(host)) || (origin !== undefined && !isLoopbackUrl(origin))) {
        const hint = 'Use localhost, or configure identity "open" or "verify".'
        throw new UptakeError('forbidden', 'identity "trust" serves this machine alone', hint)
      }
      await next()
    })
  }

  // They see to headers and limits themselves: what stands around a route costs half of what taking a message in does.
  app.route('/', ingestRoutes(services))
  app.use(harmless, unstored)
  for (const routes of [healthRoutes, meRoutes]) app.route('/', routes(services))
  app.use(services.limits.each)
  for (const routes of [metricsRoutes, listRoutes, scoreRoutes, overviewRoutes, nudgeRoutes, erasureRoutes, docsRoutes])
    app.route('/', routes(services))
  refuseOtherMethods(app)
  return app
}

/** The collector while its store is being opened, which may take long: it answers that it lives, and is not ready. */
export function createOpeningApp(): Hono {
  const reason = 'The store is being opened, and brought to this version and model. Try again in a moment.'
  // Browsers are to see what they are answered, and when to come again.
  const app = new Hono().use(harmless, cors({ origin: '*', exposeHeaders: ['Retry-After'] }))
  app.route('/', healthRoutes({ notReady: () => reason }))
  app.notFound((context) => answerProblem(context, 'unavailable', reason))
  return app
}

/** Whether the body could not be read because its sender, or the collector out of patience, ended the connection. */
const hasLeft = (error: Error): boolean => 'code' in error && error.code === 'ECONNRESET'

/** A path that exists under other methods answers 405, not 404. */
function refuseOtherMethods(app: Hono): void {
  const paths = Map.groupBy(
    app.routes.filter(({ method }) => method !== 'ALL'),
    ({ path }) => path,
  )
  for (const [path, routes] of paths) {
    const allow = [...new Set(routes.map(({ method }) => method))].join(', ')
    app.all(path, (context) => answerProblem(context, 'method_not_allowed', `Use ${allow}.`, { Allow: allow }))
  }
}
