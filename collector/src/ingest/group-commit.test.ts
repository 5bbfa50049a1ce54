import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { UptakeError } from '../errors.ts'
import type { Submission } from './accept.ts'
import { createGroupCommit } from './group-commit.ts'
import type { ParsedMessage } from './parse-message.ts'

const submission = (count: number): Submission => ({
  messages: Array.from({ length: count }, () => ({}) as ParsedMessage),
  rejected: [],
})
/** Commits that wait until they are let through; each accepts as many messages as a submission has. */
function createCommits() {
  const groups: number[][] = []
  const gates: ((error?: Error) => void)[] = []
  const submit = createGroupCommit(async (submissions) => {
    groups.push(submissions.map(({ messages }) => messages.length))
    await new Promise<void>((resolve, reject) => gates.push((error) => (error ? reject(error) : resolve())))
    return submissions.map(({ messages }) => messages.length)
  })
  return { submit, groups, gates }
}

it('what arrives in one turn, or while another commits, goes together, and each hears of its own', async () => {
  const { submit, groups, gates } = createCommits()
  const first = [submit(submission(1)), submit(submission(2))]
  await turn()
  const second = [submit(submission(3)), submit(submission(4)), submit(submission(5))]
  await turn()
  expect(groups).toEqual([[1, 2]])
  gates[0]?.()
  expect(await Promise.all(first)).toEqual([1, 2])
  await turn()
  gates[1]?.()
  expect(await Promise.all(second)).toEqual([3, 4, 5])
  expect(groups).toEqual([
    [1, 2],
    [3, 4, 5],
  ])
})

it('a group is bounded, and goes in the order that it came', async () => {
  const { submit, groups, gates } = createCommits()
  const all = [submit(submission(4_000)), submit(submission(1_000)), submit(submission(1)), submit(submission(9_000))]
  for (let group = 0; group < 2; group++) {
    while (gates.length <= group) await turn()
    gates[group]?.()
  }
  expect(await Promise.all(all)).toEqual([4_000, 1_000, 1, 9_000])
  expect(groups).toEqual(
    [
      [4_000, 1_000],
      [1, 9_000],
    ].slice(0, groups.length),
  )
})

it('after a failure each goes alone: only what fails by itself hears of it', async () => {
  const { submit, groups, gates } = createCommits()
  const both = Promise.allSettled([submit(submission(1)), submit(submission(2))])
  for (const [index, error] of [new Error('together'), new Error('alone'), undefined].entries()) {
    while (gates.length <= index) await turn()
    gates[index]?.(error)
  }
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  expect(groups).toEqual([[1, 2], [1], [2]])
})

it('where the store cannot be written all of a group hear of it at once: each alone would wait for it again', async () => {
  const { submit, groups, gates } = createCommits()
  const both = Promise.allSettled([submit(submission(1)), submit(submission(2))])
  await turn()
  gates[0]?.(new UptakeError('unavailable', 'full', 'Make room.'))
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(groups).toEqual([[1, 2]])
})
