import { expect, it } from 'vitest'
import { whoIs } from './whoever.ts'

it.each([
  { user: null, account: null, is: ['maya-okafor', 'halden-freight'] },
  { user: 'nora-whitfield', account: null, is: ['nora-whitfield', 'orchard-and-pine'] },
  { user: null, account: 'orchard-and-pine', is: ['nora-whitfield', 'orchard-and-pine'] },
  { user: 'fresh-1', account: null, is: ['fresh-1', 'halden-freight'] },
  { user: 'fresh-1', account: 'orchard-and-pine', is: ['fresh-1', 'orchard-and-pine'] },
  { user: 'fresh-1', account: 'new-account', is: ['fresh-1', 'new-account'] },
  { user: null, account: 'new-account', is: ['somebody', 'new-account'] },
])('user=$user, account=$account is $is', ({ user, account, is }) => {
  const who = whoIs(user, account)
  expect([who.person.id, who.account.id]).toEqual(is)
  expect(who.account.people).toContainEqual(who.person)
})

it('makes a name of an id', () => {
  expect(whoIs('fresh-user_7', null).person.name).toBe('Fresh User 7')
})
