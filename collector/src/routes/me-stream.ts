import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Me } from '@uptake/shared/wire'
import type { Services } from '../http/app.ts'
import type { Identity } from '../http/identity-token.ts'

/** How often a stream does something of its own. */
export interface StreamPeriods {
  /** A comment, so that nobody in between takes it for dead. */
  readonly commentMs: number
  /** A look: midnight, and the end of a nudge's pause, come without a message. */
  readonly lookMs: number
}
const PERIODS: StreamPeriods = { commentMs: 15_000, lookMs: 60_000 }
/** The longest that a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1

/**
 * Server-sent events `me`, at once and whenever it changes, until the client goes, the token ends or the collector stops.
 * @param meOf - null where the client may be told no more, which ends it too
 */
export function streamMe(
  context: Context,
  { userId, accounts, expiresAt }: Identity,
  meOf: () => Promise<Me | null>,
  onEnd: () => void,
  services: Pick<Services, 'watch' | 'nudges' | 'now' | 'log' | 'stopping' | 'streamPeriods'>,
): Response {
  const { watch, nudges, now, log, stopping, streamPeriods: { commentMs, lookMs } = PERIODS } = services
  context.res = streamSSE(context, async (stream) => {
    let isDue = true
    let isSilent = false
    let wake = (): void => undefined
    const look = (): void => {
      isDue = true
      wake()
    }
    const hush = (): void => {
      isSilent = true
      wake()
    }
    const end = (): void => {
      stream.abort()
      wake()
    }
    const forget = watch.add({ userId, accountId: accounts[0] ?? null, orGroup: nudges.askAccounts }, look)
    const comments = setInterval(hush, commentMs)
    const looks = setInterval(look, lookMs)
    const expiry = expiresAt === null ? undefined : setTimeout(end, Math.min(expiresAt - now(), MAX_TIMER_MS))
    stream.onAbort(() => wake())
    stopping.addEventListener('abort', end)
    try {
      let told = ''
      // One write at a time: of what happens while a client does not read, it is told the outcome when it does.
      while (!stream.aborted && !stopping.aborted) {
        if (!isDue && !isSilent) await new Promise<void>((resolve) => (wake = resolve))
        if (isSilent) {
          isSilent = false
          await stream.write(': still here\n\n')
        }
        if (!isDue) continue
        isDue = false
        const me = await meOf()
        if (me === null) break
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
      onEnd()
      clearInterval(comments)
      clearInterval(looks)
      clearTimeout(expiry)
      stopping.removeEventListener('abort', end)
    }
  })
  // Said after the library has said its own. A proxy that compressed it would hold it back until it ends.
  context.header('Cache-Control', 'no-store, no-transform')
  // A proxy in between that buffers would hold it back.
  context.header('X-Accel-Buffering', 'no')
  // Nothing follows it, and what stays open would hold up a collector that stops.
  context.header('Connection', 'close')
  return context.res
}

/** What it says, whenever that is asked. */
function withoutTime(me: Me): string {
  return JSON.stringify(me, (key, value: unknown) => (key === 'asOf' ? undefined : value))
}
