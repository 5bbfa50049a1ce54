import { Hono } from 'hono'
import type { Services } from '../http/app.ts'
import { answerProblem } from '../http/problem.ts'
import { requireOperator } from '../http/require-operator.ts'

/** `GET /healthz`: the process answers. `GET /readyz`: it can take messages in. */
export function healthRoutes({ notReady }: Pick<Services, 'notReady'>): Hono {
  return new Hono()
    .get('/healthz', (context) => context.json({ status: 'ok' }))
    .get('/readyz', (context) => {
      const reason = notReady()
      return reason === null ? context.json({ status: 'ready' }) : answerProblem(context, 'unavailable', reason)
    })
}

/** `GET /metrics`: for who runs the collector. */
export const metricsRoutes = ({ metrics, ...door }: Pick<Services, 'keys' | 'metrics' | 'isLocal'>): Hono =>
  new Hono().get('/metrics', async (context) => {
    requireOperator(door, context)
    return context.body(await metrics.read(), 200, { 'Content-Type': metrics.contentType })
  })
