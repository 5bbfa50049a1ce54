import { armOf } from '@uptake/shared/nudges'
import { expect, it } from 'vitest'
import { openStage, rule, type Stage } from './stage.ts'

const USERS = Array.from({ length: 300 }, (_, i) => `user ${i}`)
const SOME = USERS.slice(0, 60)

/** Everybody was there before. */
async function seen(stage: Stage, more: (userId: string) => object = () => ({})): Promise<void> {
  await stage.collector.send(
    USERS.map((userId) => ({ type: 'track', messageId: userId, userId, event: 'signed_in', ...more(userId) })),
  )
}
/** Those of some users who are held out of a nudge. */
async function heldOf(stage: Stage, id: string, users = USERS, account?: string): Promise<string[]> {
  const held: string[] = []
  for (const user of users) {
    const nudges = await stage.nudges(user, account === undefined ? {} : { account })
    if (nudges.find((nudge) => nudge.id === id)?.held) held.push(user)
  }
  return held
}

it('R18: who is held out gets the nudge where it would show, and nothing of what it says', async () => {
  const more = { anchor: '#share', action: { label: 'Share', event: 'open' }, data: { secret: 'of the rule' } }
  await using stage = await openStage([rule('a', { ...more, kind: 'tooltip', holdout: 1 }), rule('b')])
  await stage.track('ada', 'signed_in')
  const [held, shown] = await stage.nudges('ada')
  expect(held).toEqual({ id: 'a', slot: 'a', kind: 'tooltip', anchor: '#share', title: '', body: '', held: true })
  expect(shown).toMatchObject({ id: 'b', title: 'Title of b' })
  expect(shown).not.toHaveProperty('held')
})

it('R18: a held showing uses up caps like a real one', async () => {
  await using stage = await openStage([rule('a', { holdout: 1 }), rule('b')])
  await stage.track('ada', 'signed_in')
  await stage.tell('ada', 'nudge_held', 'a', { session: 's' })
  expect(await stage.offered('ada', { session: 's' })).toEqual(['a'])
  expect(await stage.offered('ada', { session: 'another' })).toEqual([])
})

it('R18: one in ten is held out by default, none where the collector listens on loopback, nor of what is critical', async () => {
  const rules = [rule('a'), rule('critical', { critical: true }), rule('of both', { critical: true, holdout: 0.5 })]
  rules.push(rule('of none', { holdout: 0 }))
  await using stage = await openStage(rules)
  await stage.collector.storage.transaction((transaction) => transaction.setDefaultHoldout(0.1))
  await seen(stage)
  const held = await heldOf(stage, 'a')
  expect(held.length).toBeGreaterThan(12)
  expect(held.length).toBeLessThan(54)
  expect(await heldOf(stage, 'a')).toEqual(held)
  for (const id of ['critical', 'of none']) expect(await heldOf(stage, id, SOME)).toEqual([])
  expect((await heldOf(stage, 'of both', SOME)).length).toBeGreaterThan(10)

  await using local = await openStage([rule('a'), rule('written', { holdout: 0.5 })])
  await seen(local)
  expect(await heldOf(local, 'a', SOME)).toEqual([])
  expect((await heldOf(local, 'written', SOME)).length).toBeGreaterThan(10)
})

it('R18: those of one account are in one arm, another one for each nudge', async () => {
  const rules = ['a', 'b'].map((id) => rule(id, { holdout: 0.5 }))
  await using stage = await openStage(rules)
  const groupOf = (userId: string) => `account ${USERS.indexOf(userId) % 20}`
  await stage.collector.send(
    SOME.map((userId) => ({ type: 'group', messageId: userId, userId, groupId: groupOf(userId) })),
  )
  const arms: Record<string, string[]> = {}
  for (const id of ['a', 'b']) {
    const held = await heldOf(stage, id, SOME)
    const accounts = new Set(held.map(groupOf))
    expect(held).toEqual(SOME.filter((userId) => accounts.has(groupOf(userId))))
    arms[id] = [...accounts]
    expect(accounts.size).toBeGreaterThan(2)
    expect(accounts.size).toBeLessThan(18)
  }
  expect(arms['a']).not.toEqual(arms['b'])
  // The token's account goes before that of messages.
  const held = arms['a']?.[0] ?? ''
  expect(await heldOf(stage, 'a', SOME, held)).toEqual(SOME)
})

it('arms are drawn by a salt of the store, which nobody who sends can guess', async () => {
  await using stage = await openStage([rule('a', { holdout: 0.5 })])
  await using other = await openStage([rule('a', { holdout: 0.5 })])
  for (const one of [stage, other]) await seen(one)
  const held = await heldOf(stage, 'a', SOME)
  expect(await heldOf(other, 'a', SOME)).not.toEqual(held)
  const salt = await stage.collector.storage.nudgeSalt()
  expect(SOME.filter((userId) => armOf(salt, 'a', userId, 0.5) === 'held')).toEqual(held)
})
