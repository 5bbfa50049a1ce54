import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMapStore } from '../testing/fake-world.ts'
import { createTokens, type Tokens } from './tokens.ts'

const MINUTE_MS = 60_000
let nowMs = 0
let values: Map<string, string>
const warn = vi.fn<(message: string) => void>()
const ask = vi.fn<() => string | Promise<string>>()

/** A token for tests is `user:end`. */
const claims = (token: string) => {
  const [sub, end] = token.split(':')
  return sub ? { sub, expMs: Number(end) } : undefined
}
let timeOut = (): void => undefined
const later = (_: number, run: () => void) => {
  timeOut = run
  return () => undefined
}
const create = (): Tokens => createTokens({ ask, claims, store: createMapStore(values), now: () => nowMs, later, warn })

beforeEach(() => {
  nowMs = 0
  values = new Map()
  vi.resetAllMocks()
  ask.mockImplementation(() => `u:${nowMs + 10 * MINUTE_MS}`)
})

describe("the current user's token", () => {
  it('is asked for when it is needed, once for all who wait', async () => {
    const tokens = create()
    expect(ask).not.toHaveBeenCalled()
    const both = await Promise.all([tokens.of('u', 'u'), tokens.of('u', 'u')])
    expect(both).toEqual(['u:600000', 'u:600000'])
    expect(ask).toHaveBeenCalledOnce()
  })

  it('is waited for so long and no longer, and then asked for anew', async () => {
    const tokens = create()
    ask.mockReturnValueOnce(new Promise(() => undefined))
    const waiting = tokens.of('u', 'u')
    await expect.poll(() => ask.mock.calls.length).toBe(1)
    timeOut()
    await expect(waiting).rejects.toThrow('too long')
    expect(await tokens.of('u', 'u')).toBe('u:600000')
  })

  it('is asked for again a minute before its end', async () => {
    const tokens = create()
    await tokens.of('u', 'u')
    nowMs = 9 * MINUTE_MS - 1
    await tokens.of('u', 'u')
    expect(ask).toHaveBeenCalledTimes(1)
    nowMs = 9 * MINUTE_MS
    expect(await tokens.of('u', 'u')).toBe(`u:${19 * MINUTE_MS}`)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it("is not another's", async () => {
    expect(await create().of('v', 'v')).toBeNull()
    expect(warn).toHaveBeenCalledOnce()
    expect(values.size).toBe(0)
  })

  it('fails as the app fails, and is asked for again', async () => {
    ask.mockRejectedValueOnce(new Error('offline'))
    ask.mockImplementationOnce(() => {
      throw new Error('offline')
    })
    const tokens = create()
    await expect(tokens.of('u', 'u')).rejects.toThrow('offline')
    await expect(tokens.of('u', 'u')).rejects.toThrow('offline')
    expect(await tokens.of('u', 'u')).toBe('u:600000')
  })
})

describe("another user's token", () => {
  it('is the last one they had, over a reload and past its end', async () => {
    await create().of('u', 'u')
    nowMs = 60 * MINUTE_MS
    expect(await create().of('u', 'v')).toBe('u:600000')
    expect(ask).toHaveBeenCalledOnce()
  })

  it('is none where they never had one, or it was refused', async () => {
    const tokens = create()
    expect(await tokens.of('u', 'v')).toBeNull()
    await tokens.of('u', 'u')
    expect(tokens.known('u')).toBe('u:600000')
    await tokens.forget('u')
    expect(await tokens.of('u', undefined)).toBeNull()
    expect(tokens.known('u')).toBeUndefined()
  })

  it('is removed when nothing waits for it', async () => {
    const tokens = create()
    await tokens.of('u', 'u')
    await tokens.keepOnly([undefined, '', 'u'])
    expect(values.size).toBe(1)
    await tokens.keepOnly(['v'])
    expect(values.size).toBe(0)
  })
})
