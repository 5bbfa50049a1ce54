import { afterEach, expect, it, vi } from 'vitest'
import { openChannel } from './channel.ts'

const opened: BroadcastChannel[] = []
vi.stubGlobal(
  'BroadcastChannel',
  class extends BroadcastChannel {
    constructor(name: string) {
      super(name)
      opened.push(this)
    }
  },
)
afterEach(() => {
  for (const channel of opened.splice(0)) channel.close()
})

it('speaks to the others of its name, and not to itself', async () => {
  const heard: string[] = []
  const say = (name: string, tab: string) => openChannel<string>(name, (message) => heard.push(`${tab}: ${message}`))
  const tell = say('one', 'a')
  say('one', 'b')
  say('two', 'c')
  const last = Promise.withResolvers<void>()
  openChannel<string>('one', (message) => message === 'second' && last.resolve())
  tell('first')
  tell('second')
  await last.promise
  expect(heard).toEqual(['b: first', 'b: second'])
})

it('says nothing where there are none', () => {
  const channel = globalThis.BroadcastChannel
  vi.stubGlobal('BroadcastChannel', undefined)
  expect(() => openChannel('one', () => {})('nobody hears')).not.toThrow()
  vi.stubGlobal('BroadcastChannel', channel)
})
