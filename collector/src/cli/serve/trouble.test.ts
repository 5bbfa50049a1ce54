import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createTrouble } from './trouble.ts'

it('is told for ten seconds after it was noted last, and logged when it comes, changes and goes', () => {
  let now = 0
  const logged: string[] = []
  const log = pino({ base: null }, { write: (line) => void logged.push(line) })
  const trouble = createTrouble(() => now, log)
  trouble.note(null)
  expect(trouble.reason()).toBeNull()

  trouble.note('full')
  now = 9_000
  trouble.note('full')
  now = 18_999
  expect(trouble.reason()).toContain('log')
  now = 19_000
  expect(trouble.reason()).toBeNull()
  trouble.note('damaged')
  expect(trouble.reason()).not.toContain('damaged')
  trouble.note(null)
  expect(trouble.reason()).toBeNull()

  const said = logged.map((line) => JSON.parse(line) as { trouble?: string; msg: string })
  expect(said.map(({ trouble: what, msg }) => what ?? msg)).toEqual([
    'full',
    'damaged',
    'messages can be written again',
  ])
})
