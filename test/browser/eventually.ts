import { expect } from 'vitest'

/** Expects of what is read again and again, until it holds; the limit is for a machine that is busy with others. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 40_000, interval: 25 })
