import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { KnownMessage } from './history-of.ts'

/** What a case expects of one person or account. */
export interface Expected {
  status: string
  score: number | null
  subscores?: Record<string, number>
  contributions?: Record<string, number>
}
export interface Case {
  name: string
  why: string
  at: string
  /** The `seats` trait of accounts. */
  seats: Record<string, number>
  model: unknown
  events: KnownMessage[]
  users: Record<string, Expected>
  accounts: Record<string, Expected>
  nextActions: Record<string, Record<string, number> | null>
}
/** What the scoring, or the collector, says of one. */
interface Actual {
  status: string
  score: number | null
  subscores: Record<string, number> | null
  contributions: { dimension: string; points: number }[] | null
}

export const cases: Case[] = JSON.parse(readFileSync(new URL('scoring.json', import.meta.url), 'utf8'))

/** Every number by its name, to 1e-9. */
function expectClose(actual: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(actual).toSorted()).toEqual(Object.keys(expected).toSorted())
  const off = Object.entries(expected).filter(([name, value]) => !(Math.abs((actual[name] ?? NaN) - value) < 1e-9))
  expect(off).toEqual([])
}

export function expectScored(actual: Actual, expected: Expected | undefined): void {
  const { status, score, subscores = {}, contributions = {} } = expected ?? { status: 'unexpected', score: null }
  expect(actual.status).toBe(status)
  expect(actual.score === null).toBe(score === null)
  expectClose({ score: actual.score ?? 0 }, { score: score ?? 0 })
  expectClose(actual.subscores ?? {}, subscores)
  const byDimension = (actual.contributions ?? []).map(({ dimension, points }) => [dimension, points] as const)
  expectClose(Object.fromEntries(byDimension), contributions)
}

export function expectGains(
  actual: readonly { action: string; gain: number }[],
  expected: Record<string, number> | null | undefined,
): void {
  expectClose(Object.fromEntries(actual.map(({ action, gain }) => [action, gain])), expected ?? {})
}
