import { Hono } from 'hono'
import type { Services } from '../http/app.ts'
import { requireSecretKey } from '../http/keys.ts'
import { isLoopbackUrl } from '../http/loopback.ts'
import { answerProblem } from '../http/problem.ts'

/** `GET /healthz`: the process answers. `GET /readyz`: it can take messages in. */
export function healthRoutes({ notReady }: Pick<Services, 'notReady'>): Hono {
  return new Hono()
    .get('/healthz', (context) => context.json({ status: 'ok' }))
    .get('/readyz', (context) => {
      const reason = notReady()
      return reason === null ? context.json({ status: 'ready' }) : answerProblem(context, 'unavailable', reason)
    })
}

const FORWARDED = ['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP']

/** `GET /metrics`, with the secret key; without it on this machine alone, as far as can be told. */
export function metricsRoutes({ keys, metrics, isLocal }: Pick<Services, 'keys' | 'metrics' | 'isLocal'>): Hono {
  return new Hono().get('/metrics', async (context) => {
    const { req } = context
    // Whom a proxy on this machine serves is elsewhere.
    const isForwarded = FORWARDED.some((name) => req.header(name) !== undefined)
    const isHere = isLocal && isLoopbackUrl(req.header('Host') ?? '') && !isForwarded
    if (!isHere) requireSecretKey(keys, req.header('Authorization'))
    return context.body(await metrics.read(), 200, { 'Content-Type': metrics.contentType })
  })
}
