import type { DeliveredNudge, Me } from '@uptake/shared/wire'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { HttpAnswer } from './core/answer.ts'
import { accepted, answer, createWorld, type Request, type World } from './testing/fake-world.ts'
import type { Drop } from './types.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})

const queued = () => [...world.storage.keys()].filter((key) => key.startsWith('q/'))
const events = () => world.sent().map((message) => message.event ?? message.type)
const unavailable = answer(503, { code: 'unavailable' })
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

describe('recording', () => {
  it('stores in one transaction when the task has ended, and sends all in one request', async () => {
    const uptake = world.open()
    await world.settle()
    uptake.track('a')
    uptake.track('b', { rows: 2 })
    expect(queued()).toEqual([])
    await world.settle()
    expect(queued()).toHaveLength(2)
    expect(world.requests).toHaveLength(0)
    await world.pass(200)
    expect(world.requests).toHaveLength(1)
    expect(world.requests[0]).toMatchObject({ url: 'https://app.test/u/v1/batch', keepalive: false })
    expect(world.requests[0]?.batch).toMatchObject({ writeKey: 'wk', sentAt: '2026-01-05T00:00:00.200Z' })
    expect(world.sent()[1]).toMatchObject({
      event: 'b',
      properties: { rows: 2 },
      timestamp: '2026-01-05T00:00:00.000Z',
    })
    expect(queued()).toEqual([])
  })

  it('copies what it is given', async () => {
    const uptake = world.open()
    const properties = { rows: 1 }
    uptake.track('a', properties)
    properties.rows = 2
    await world.pass(SECOND_MS)
    expect(world.sent()[0]?.properties).toEqual({ rows: 1 })
  })

  it('never throws, and counts what JSON cannot hold', async () => {
    const drops: Drop[] = []
    const uptake = world.open({ onDrop: (drop) => drops.push(drop) })
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    uptake.track('a', cycle)
    uptake.track('b', { big: 1n })
    uptake.identify('')
    await world.pass(SECOND_MS)
    expect(drops).toEqual([{ reason: 'unserialisable', count: 2 }])
    expect(world.sent()).toMatchObject([{ event: 'sdk_dropped', properties: drops[0] }])
    expect(world.warnings).toHaveLength(2)
  })

  it('knows who acts, whatever their traits are like', async () => {
    const uptake = world.open()
    uptake.identify('u1')
    uptake.identify('u2', { big: 1n })
    uptake.group('g', { big: 1n })
    uptake.track('a')
    await world.pass(SECOND_MS)
    const last = world.sent().find(({ event }) => event === 'a')
    expect(last).toMatchObject({ userId: 'u2', context: { groupId: 'g' } })
  })

  it('outlives callbacks of the app that throw', async () => {
    const fail = () => {
      throw new Error('app')
    }
    const uptake = world.open({ onDrop: fail, warn: fail })
    uptake.track('a', { big: 1n })
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(events()).toEqual(['b', 'sdk_dropped'])
    expect(world.warnings).toEqual(['Error: app', 'Error: app'])
  })

  it('does nothing on a server', async () => {
    world.runtime.isPage = false
    const uptake = world.open()
    uptake.track('a')
    await uptake.flush()
    await world.pass(MINUTE_MS)
    expect(world.requests).toEqual([])
    expect(world.storage.size).toBe(0)
  })
})

describe('identity', () => {
  it('is made at the first visit and kept over the next', async () => {
    world.open().track('a')
    await world.pass(SECOND_MS)
    world.open().track('b')
    await world.pass(SECOND_MS)
    const [first, second] = world.sent()
    expect(first?.anonymousId).toMatch(/^[0-9a-f-]{36}$/)
    expect(second?.anonymousId).toBe(first?.anonymousId)
    expect(second?.context?.sessionId).toBe(first?.context?.sessionId)
  })

  it('joins what was done before', async () => {
    const uptake = world.open()
    uptake.track('a')
    uptake.identify('u', { role: 'analyst' })
    uptake.group('g', { seats: 2 })
    uptake.track('b')
    await world.pass(SECOND_MS)
    const [before, identify, group, after] = world.sent()
    expect(before).not.toHaveProperty('userId')
    expect(identify).toMatchObject({ userId: 'u', anonymousId: before?.anonymousId, traits: { role: 'analyst' } })
    expect(group).toMatchObject({ userId: 'u', groupId: 'g', traits: { seats: 2 } })
    expect(after).toMatchObject({ userId: 'u', context: { groupId: 'g' } })
  })

  it('is kept when it is named while the stored one is being read', async () => {
    world.storage.set('identity', '{"anonymousId":"a","userId":"old"}')
    const uptake = world.open()
    await Promise.resolve()
    uptake.identify('new')
    await world.settle()
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.sent().map(({ userId }) => userId)).toEqual(['new', 'new'])
  })

  it('takes the user known at creation without a message', async () => {
    world.open({ userId: 'u' }).track('a')
    await world.pass(SECOND_MS)
    expect(world.sent()).toMatchObject([{ event: 'a', userId: 'u' }])
  })

  it('starts anew after a sign-out, and still delivers what was queued', async () => {
    const uptake = world.open()
    uptake.identify('u')
    uptake.track('a')
    uptake.reset()
    uptake.track('b')
    await world.pass(SECOND_MS)
    const [, a, b] = world.sent()
    expect(a).toMatchObject({ event: 'a', userId: 'u' })
    expect(b).not.toHaveProperty('userId')
    expect(b?.anonymousId).not.toBe(a?.anonymousId)
    expect(b?.context?.sessionId).not.toBe(a?.context?.sessionId)
  })

  it('has a new session after half an hour of silence', async () => {
    const uptake = world.open()
    for (const pause of [29 * MINUTE_MS, 31 * MINUTE_MS, 0]) {
      uptake.track('a')
      await world.pass(pause + SECOND_MS)
    }
    const [first, second, third] = world.sent().map(({ context }) => context?.sessionId)
    expect(second).toBe(first)
    expect(third).not.toBe(second)
  })
})

describe('delivery', () => {
  /** Answers with the given ones in turn, then accepts. */
  const script = (...answers: (HttpAnswer | null)[]) => {
    world.respond = () => (answers.length > 0 ? answers.shift()! : accepted)
  }

  it('tries again with the same ids, at growing pauses', async () => {
    script(null, unavailable, answer(200, 'half', { body: '{"succ' }))
    const uptake = world.open()
    await world.settle()
    uptake.track('a')
    await world.pass(200)
    const times = [world.requests.length]
    for (const pause of [500, 1_000, 2_000]) {
      await world.pass(pause - 1)
      times.push(world.requests.length)
      await world.pass(1)
      times.push(world.requests.length)
    }
    // Half of the jitter: 0.5, 1 and 2 s.
    expect(times).toEqual([1, 1, 2, 2, 3, 3, 4])
    expect(new Set(world.sent().map(({ messageId }) => messageId)).size).toBe(1)
    await world.pass(60 * MINUTE_MS)
    expect(world.requests).toHaveLength(4)
  })

  it('never gives up', async () => {
    world.respond = () => null
    world.open().track('a')
    await world.pass(3 * 24 * 60 * MINUTE_MS)
    world.respond = () => accepted
    await world.pass(5 * MINUTE_MS)
    expect(queued()).toEqual([])
  })

  it('waits as long as the collector asks, whatever happens meanwhile', async () => {
    script(answer(429, { code: 'rate_limited' }, { retryAfter: '5' }))
    const uptake = world.open()
    await world.settle()
    uptake.track('a')
    await world.pass(200)
    uptake.track('b')
    await uptake.flush()
    world.page.onOnline()
    world.page.onLeave()
    await world.pass(4_999)
    expect(world.requests).toHaveLength(1)
    await world.pass(1)
    expect(events()).toEqual(['a', 'a', 'b'])
  })

  it('tries at once when the network returns', async () => {
    script(null, null, null, null, null, null)
    world.open().track('a')
    await world.pass(20 * SECOND_MS)
    const before = world.requests.length
    world.page.onOnline()
    await world.settle()
    expect(world.requests.length).toBe(before + 1)
  })

  it('does not wait long for a try that was failing just when the network returned', async () => {
    script(null, null, null, null, null, null)
    world.open().track('a')
    await world.pass(20 * SECOND_MS)
    const slow = Promise.withResolvers<null>()
    world.respond = () => slow.promise
    await world.pass(MINUTE_MS)
    const before = world.requests.length
    world.respond = () => accepted
    world.page.onOnline()
    slow.resolve(null)
    await world.pass(SECOND_MS)
    expect(world.requests.length).toBe(before + 1)
  })

  it('finds the one message that the collector cannot take', async () => {
    const drops: Drop[] = []
    const bad = answer(400, { code: 'malformed_batch' })
    world.respond = ({ batch }) => (batch.batch.some(({ event }) => event === 'bad') ? bad : accepted)
    const uptake = world.open({ onDrop: (drop) => drops.push(drop) })
    for (const event of ['a', 'b', 'bad', 'c', 'd']) uptake.track(event)
    await world.pass(SECOND_MS)
    expect(drops).toEqual([{ reason: 'refused', count: 1 }])
    expect(queued()).toEqual([])
    expect(world.sent().at(-1)).toMatchObject({ event: 'sdk_dropped', properties: { reason: 'refused', count: 1 } })
  })

  it('counts what the collector rejects, and reports no lost report', async () => {
    const drops: Drop[] = []
    const rejectAll = ({ batch }: Request) =>
      answer(200, { success: true, rejected: batch.batch.map((_, index) => ({ index, code: 'forbidden' })) })
    world.respond = rejectAll
    const uptake = world.open({ onDrop: (drop) => drops.push(drop) })
    uptake.track('a')
    uptake.track('b')
    await world.pass(MINUTE_MS)
    expect(drops).toEqual([{ reason: 'forbidden', count: 2 }])
    expect(events()).toEqual(['a', 'b', 'sdk_dropped'])
  })

  it.each([401, 403, 404])('keeps what is refused with %i, tries every 5 minutes and warns once', async (status) => {
    world.respond = () => answer(status, { code: 'unknown_key' })
    world.open().track('a')
    await world.pass(14 * MINUTE_MS)
    expect(world.requests).toHaveLength(3)
    expect(world.warnings).toHaveLength(1)
    world.respond = () => accepted
    await world.pass(2 * MINUTE_MS)
    expect(events()).toHaveLength(4)
  })

  it('brings what a closed page left', async () => {
    world.respond = () => null
    world.open().track('a')
    await world.pass(SECOND_MS)
    const next = createWorld(world.storage)
    next.open()
    await next.pass(SECOND_MS)
    expect(next.sent()).toMatchObject([{ event: 'a', messageId: world.sent()[0]?.messageId }])
  })

  it('keeps the newest within the bounds, and says what went', async () => {
    const drops: Drop[] = []
    world.respond = () => null
    const uptake = world.open({ maxMessages: 3, onDrop: (drop) => drops.push(drop) })
    for (let i = 0; i < 5; i++) uptake.track(`e${i}`)
    await world.pass(20 * SECOND_MS)
    world.respond = () => accepted
    world.requests.length = 0
    await world.pass(5 * MINUTE_MS)
    expect(drops).toEqual([{ reason: 'queue_messages', count: 3 }])
    expect(world.sent()).toMatchObject([
      { event: 'e3' },
      { event: 'e4' },
      { event: 'sdk_dropped', properties: drops[0] },
    ])
  })

  it('is shared: another page of the same storage sends what this one recorded, once', async () => {
    const a = world.open()
    world.runtime.random = () => 0.25
    const b = world.open()
    await world.settle()
    a.track('a')
    b.track('b')
    await world.pass(SECOND_MS)
    expect(events().toSorted()).toEqual(['a', 'b'])
    expect(world.requests).toHaveLength(1)
  })

  it('sends what is unanswered when the page is left, within the budget', async () => {
    world.respond = () => new Promise(() => {})
    const uptake = world.open()
    for (let i = 0; i < 100; i++) uptake.track(`e${i}`, { text: 'x'.repeat(1_000) })
    await world.settle()
    world.page.onLeave()
    world.page.onLeave()
    const leaving = world.requests.filter(({ keepalive }) => keepalive)
    expect(leaving).toHaveLength(1)
    expect(JSON.stringify(leaving[0]?.batch).length).toBeLessThan(65_536)
    expect(leaving[0]?.batch.batch.length).toBeGreaterThan(40)
    // Nobody has answered, so all of them are still there for the next visit.
    expect(queued()).toHaveLength(100)
  })

  it('flushes without waiting for its turn or a pause of its own', async () => {
    script(null)
    const uptake = world.open()
    uptake.track('a')
    await uptake.flush()
    expect(events()).toEqual(['a'])
    await uptake.flush()
    expect(events()).toEqual(['a', 'a'])
    await world.pass(MINUTE_MS)
    expect(world.requests).toHaveLength(2)
  })

  it('sends from memory what storage refuses, and says so once', async () => {
    const refuse = () => Promise.reject(new Error('denied'))
    world.runtime.createStore = () => ({ get: refuse, write: refuse, remove: refuse, keys: refuse, range: refuse })
    const uptake = world.open()
    uptake.track('a')
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(events()).toEqual(['a', 'b'])
    expect(world.warnings).toHaveLength(1)
  })
})

describe('tokens', () => {
  const end = Date.UTC(2027, 0, 1)
  const tokensSent = () => world.requests.map(({ batch }) => batch.token)

  it("go with their user's messages, also after a change of user", async () => {
    world.respond = () => null
    let user = 'u'
    const token = () => `${user}:${end}`
    const uptake = world.open({ token })
    uptake.track('anonymous')
    uptake.identify('u')
    await world.pass(SECOND_MS)
    user = 'v'
    uptake.reset()
    uptake.identify('v')
    await world.settle()
    world.requests.length = 0
    world.respond = () => accepted
    await world.pass(5 * MINUTE_MS)
    expect(tokensSent()).toEqual([`u:${end}`, `v:${end}`])
    expect(events()).toEqual(['anonymous', 'identify', 'identify'])
    expect([...world.storage.keys()].filter((key) => key.startsWith('t/'))).toEqual(['t/v'])
  })

  it('are waited for, while what is anonymous goes', async () => {
    const token = vi.fn<() => Promise<string>>(() => Promise.reject(new Error('signed out')))
    const uptake = world.open({ token })
    uptake.track('anonymous')
    await world.pass(SECOND_MS)
    uptake.identify('u')
    await world.pass(SECOND_MS)
    expect(events()).toEqual(['anonymous'])
    token.mockResolvedValue(`u:${end}`)
    await world.pass(MINUTE_MS)
    expect(events()).toEqual(['anonymous', 'identify'])
  })

  it.each([
    { name: 'fails', token: () => Promise.reject(new Error('signed out')) },
    { name: 'never comes', token: () => new Promise<string>(() => undefined) },
    { name: 'is another’s', token: () => 'u9:9999999999999' },
  ])('what is anonymous goes where the token of a named user $name', async ({ token }) => {
    const uptake = world.open({ token })
    uptake.track('before')
    uptake.identify('u1')
    uptake.track('named')
    uptake.reset()
    uptake.track('after')
    await world.pass(10 * MINUTE_MS)
    expect(events().toSorted()).toEqual(['after', 'before'])
    expect(queued()).toHaveLength(2)
  })

  it('refused where the score is read is asked for anew', async () => {
    const token = vi.fn<() => string>(() => 'u1:9999999999999')
    world.respond = ({ url }) => (url.includes('/me') ? answer(401, { code: 'unknown_token' }) : accepted)
    const uptake = world.open({ token, userId: 'u1' })
    uptake.me.subscribe(() => undefined)
    await world.pass(SECOND_MS)
    await world.pass(6 * MINUTE_MS)
    expect(token.mock.calls.length).toBeGreaterThan(1)
  })

  it('are asked for anew when the collector does not know them', async () => {
    let made = 0
    world.respond = ({ batch }) => (batch.token === `u:${end}:1` ? answer(401, { code: 'unknown_token' }) : accepted)
    world.open({ token: () => `u:${end}:${++made}`, userId: 'u' }).track('a')
    await world.pass(6 * MINUTE_MS)
    expect(tokensSent()).toEqual([`u:${end}:1`, `u:${end}:2`])
  })

  it('that another user left and the collector does not know hold up nobody', async () => {
    world.respond = () => null
    let user = 'u'
    const uptake = world.open({ token: () => `${user}:${end}` })
    uptake.identify('u')
    await world.pass(SECOND_MS)
    user = 'v'
    uptake.identify('v')
    world.respond = ({ batch }) => (batch.token?.startsWith('u') ? answer(401, { code: 'unknown_token' }) : accepted)
    world.requests.length = 0
    await world.pass(10 * SECOND_MS)
    expect(tokensSent()).toEqual([`u:${end}`, `v:${end}`])
  })
})

describe('the score and nudges', () => {
  const nudge: DeliveredNudge = { id: 'n', slot: 'top', kind: 'banner', title: 'T', body: 'B' }
  const held: DeliveredNudge = { ...nudge, id: 'h', slot: 'side', title: '', body: '', held: true }
  let nudges: DeliveredNudge[]
  let reads: Request[]
  let respondToMe: (me: unknown) => HttpAnswer | null | Promise<HttpAnswer | null>

  beforeEach(() => {
    nudges = [nudge, held]
    reads = []
    respondToMe = (me) => answer(200, me)
    world.respond = (request) => {
      if (!request.url.includes('/v1/me')) return accepted
      reads.push(request)
      return respondToMe({ user: { score: reads.length }, account: null, activation: null, nudges, nextActions: [] })
    }
  })

  const subscribe = (uptake: ReturnType<World['open']>) => {
    const shown: (string | null)[] = []
    uptake.nudges.subscribe('top', (next) => shown.push(next && next.id))
    return shown
  }
  const scores = (uptake: ReturnType<World['open']>) => {
    const seen: unknown[] = []
    const stop = uptake.me.subscribe((me: Me | null) => seen.push(me && me.user.score))
    return { seen, stop }
  }

  it('are read only where somebody listens and somebody is known', async () => {
    const uptake = world.open()
    uptake.identify('u')
    await world.pass(SECOND_MS)
    expect(reads).toHaveLength(0)
    uptake.reset()
    scores(uptake)
    await world.pass(SECOND_MS)
    expect(reads).toHaveLength(0)
  })

  it('are read with the write key, for the person, the account and the session', async () => {
    const uptake = world.open()
    scores(uptake)
    uptake.identify('u')
    uptake.group('g')
    await world.pass(SECOND_MS)
    const url = new URL(reads[0]?.url ?? '')
    const sessionId = world.sent()[0]?.context?.sessionId
    expect(Object.fromEntries(url.searchParams)).toEqual({ session: sessionId, userId: 'u', account: 'g' })
    expect(reads[0]?.authorization).toBe(`Basic ${btoa('wk:')}`)
  })

  it('are read with the token, which names both', async () => {
    const token = `u:${Date.UTC(2027, 0, 1)}`
    scores(world.open({ userId: 'u', token: () => token }))
    await world.pass(SECOND_MS)
    expect([...new URL(reads[0]?.url ?? '').searchParams.keys()]).toEqual(['session'])
    expect(reads[0]?.authorization).toBe(`Bearer ${token}`)
  })

  it('are read after what was sent, never before', async () => {
    const uptake = world.open({ userId: 'u' })
    const { seen } = scores(uptake)
    await world.pass(SECOND_MS)
    expect(seen).toEqual([1])
    world.requests.length = 0
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect(world.requests.map(({ url }) => new URL(url).pathname)).toEqual(['/u/v1/batch', '/u/v1/me'])
    expect(seen).toEqual([1, 2])
    await world.pass(MINUTE_MS)
    expect(reads).toHaveLength(2)
  })

  it('reach a later subscriber at once, and none that has stopped', async () => {
    const uptake = world.open({ userId: 'u' })
    const first = scores(uptake)
    await world.pass(SECOND_MS)
    first.stop()
    const second = scores(uptake)
    expect(second.seen).toEqual([1])
    uptake.track('a')
    await world.pass(SECOND_MS)
    expect([first.seen, second.seen]).toEqual([[1], [1, 2]])
  })

  it('are forgotten with the person', async () => {
    const uptake = world.open({ userId: 'u' })
    const { seen } = scores(uptake)
    const shown = subscribe(uptake)
    await world.pass(SECOND_MS)
    uptake.reset()
    await world.pass(SECOND_MS)
    expect([seen, shown]).toEqual([
      [1, null],
      ['n', null],
    ])
  })

  it('lose a dismissed nudge at once, offline too, and do not show it again', async () => {
    const uptake = world.open({ userId: 'u' })
    const shown = subscribe(uptake)
    await world.pass(SECOND_MS)
    const respond = world.respond
    world.respond = () => null
    uptake.nudges.dismissed(nudge)
    expect(shown).toEqual(['n', null])
    await world.pass(MINUTE_MS)
    expect(reads).toHaveLength(1)
    nudges = []
    world.respond = respond
    await world.pass(5 * MINUTE_MS)
    expect(reads).toHaveLength(2)
    expect(shown).toEqual(['n', null])
  })

  it('ignore an answer from before a dismissal', async () => {
    const slow = Promise.withResolvers<HttpAnswer>()
    const uptake = world.open({ userId: 'u' })
    const shown = subscribe(uptake)
    await world.pass(SECOND_MS)
    respondToMe = () => slow.promise
    uptake.track('a')
    await world.pass(SECOND_MS)
    uptake.nudges.snoozed(nudge, 3)
    respondToMe = (me) => answer(200, me)
    slow.resolve(answer(200, { user: {}, account: null, activation: null, nudges: [nudge], nextActions: [] }))
    nudges = []
    await world.pass(SECOND_MS)
    expect(shown).toEqual(['n', null])
    expect(world.sent().at(-1)).toMatchObject({ event: 'nudge_snoozed', properties: { nudge: 'n', days: 3 } })
  })

  it('report the life of a nudge', async () => {
    const uptake = world.open({ userId: 'u' })
    uptake.nudges.shown(nudge)
    uptake.nudges.clicked(nudge)
    uptake.nudges.completed(nudge)
    await world.pass(SECOND_MS)
    expect(events()).toEqual(['nudge_shown', 'nudge_clicked', 'nudge_completed'])
    expect(world.sent()[0]?.properties).toEqual({ nudge: 'n' })
  })

  it('report a held nudge when its slot would have shown it, and show nothing', async () => {
    const uptake = world.open({ userId: 'u' })
    const shown = subscribe(uptake)
    await world.pass(SECOND_MS)
    expect(events()).toEqual([])
    uptake.nudges.subscribe('side', (next) => shown.push(next && next.id))
    await world.pass(SECOND_MS)
    expect(events()).toEqual(['nudge_held'])
    expect(shown).toEqual(['n', null])
  })

  it('are tried again when they cannot be read, and a refusal is said once', async () => {
    respondToMe = () => answer(401, { code: 'unknown_token' })
    const { seen } = scores(world.open({ userId: 'u' }))
    await world.pass(11 * MINUTE_MS)
    expect(reads).toHaveLength(3)
    expect(world.warnings).toHaveLength(1)
    respondToMe = (me) => answer(200, me)
    await world.pass(5 * MINUTE_MS)
    expect(seen).toEqual([4])
  })

  it('are read where another page has sent what this one recorded', async () => {
    const other = world.open({ userId: 'u' })
    world.runtime.random = () => 0.25
    const uptake = world.open({ userId: 'u' })
    const { seen } = scores(uptake)
    await world.pass(SECOND_MS)
    other.track('a') // Its turn comes first.
    uptake.track('b')
    await world.pass(SECOND_MS)
    expect(world.requests.filter(({ batch }) => batch.batch.length > 0)).toHaveLength(1)
    expect(seen).toEqual([1, 2])
  })

  it('are read anew when the page is seen again', async () => {
    scores(world.open({ userId: 'u' }))
    await world.pass(SECOND_MS)
    world.page.onWake()
    await world.pass(SECOND_MS)
    expect(reads).toHaveLength(2)
  })
})
