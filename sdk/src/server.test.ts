import { expect, it, vi } from 'vitest'
import { createUptake } from './create-uptake.ts'
import { createUptake as createRecording } from './record.ts'

it('does nothing on a server', async () => {
  const touched = vi.fn<() => never>(() => expect.unreachable('nothing of a browser is used'))
  for (const name of ['fetch', 'setTimeout', 'addEventListener', 'BroadcastChannel']) vi.stubGlobal(name, touched)
  vi.stubGlobal('navigator', { locks: { request: touched } })
  vi.stubGlobal('indexedDB', { open: touched, deleteDatabase: touched })
  const options = { host: '/u', writeKey: 'wk', userId: 'u', respectPrivacySignal: true }
  const whole = createUptake(options)
  for (const uptake of [whole, createRecording(options)]) {
    uptake.track('a')
    uptake.identify('u')
    uptake.group('g')
    uptake.reset()
    uptake.optIn()
    uptake.track('a')
    uptake.optOut()
    await uptake.flush()
  }
  whole.me.subscribe(touched)()
  whole.nudges.subscribe('top', touched)
  whole.nudges.shown({ id: 'n' })
  await new Promise((resolve) => setImmediate(resolve))
  expect(touched).not.toHaveBeenCalled()
  vi.unstubAllGlobals()
})

it('says what is wrong with an option, there too', () => {
  expect(() => createUptake({ host: '', writeKey: 'wk' })).toThrow('option "host"')
})
