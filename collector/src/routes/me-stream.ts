import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Me } from '@uptake/shared/wire'
import type { Services } from '../http/app.ts'
import type { Identity } from '../http/identity-token.ts'

const COMMENT_MS = 15_000
/** Midnight, and the end of a nudge's pause, come without a message. */
const LOOK_MS = 60_000
/** The longest that a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** Server-sent events `me`, at once and whenever it changes, until the client goes, the token ends or the collector stops. */
export function streamMe(
  context: Context,
  { userId, accounts, expiresAt }: Identity,
  meOf: () => Promise<Me>,
  { watch, now, log, stopping }: Pick<Services, 'watch' | 'now' | 'log' | 'stopping'>,
): Response {
  // A proxy in between that buffers would hold it back.
  context.header('X-Accel-Buffering', 'no')
  const response = streamSSE(context, async (stream) => {
    let isDue = true
    let wake = (): void => undefined
    const look = (): void => {
      isDue = true
      wake()
    }
    const end = (): void => {
      stream.abort()
      wake()
    }
    const forget = watch.add({ userId, accountId: accounts[0] ?? null }, look)
    const comments = setInterval(() => void stream.write(': still here\n\n'), COMMENT_MS)
    const looks = setInterval(look, LOOK_MS)
    const expiry = expiresAt === null ? undefined : setTimeout(end, Math.min(expiresAt - now(), MAX_TIMER_MS))
    stream.onAbort(() => wake())
    stopping.addEventListener('abort', end)
    try {
      let told = ''
      while (!stream.aborted && !stopping.aborted) {
        if (!isDue) await new Promise<void>((resolve) => (wake = resolve))
        if (!isDue) continue
        isDue = false
        const me = await meOf()
        const says = withoutTime(me)
        if (says === told) continue
        told = says
        await stream.writeSSE({ event: 'me', data: JSON.stringify(me) })
      }
    } catch (error) {
      // The client asks again; what has been sent stands.
      log.error({ err: error, route: context.req.path }, 'stream failed')
    } finally {
      forget()
      clearInterval(comments)
      clearInterval(looks)
      clearTimeout(expiry)
      stopping.removeEventListener('abort', end)
    }
  })
  // Which would let it be kept, but asked about.
  response.headers.set('Cache-Control', 'no-store')
  return response
}

/** What it says, whenever that is asked. */
function withoutTime(me: Me): string {
  return JSON.stringify(me, (key, value: unknown) => (key === 'asOf' ? undefined : value))
}
