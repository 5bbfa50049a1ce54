import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, expect, it } from 'vitest'
import { type Receiver, startReceiver } from './receiver.ts'
import { openStage, type Stage } from './stage.ts'

const ROOTS = getCACertificates('default')
afterEach(() => setDefaultCACertificates(ROOTS))

/** A receiver by https, whose certificate is for that address. */
async function startSecure(ip: string): Promise<Receiver & { readonly cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: ip }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
  })
  return Object.assign(await startReceiver({ certificate: { key, cert } }), { cert })
}
async function deliverTo({ url }: Receiver, stage: Stage): Promise<void> {
  await stage.add(['msg_a'])
  stage.deliver({ url, times: { waitsMs: [1] } })
}

it('R19: a webhook arrives by https where the certificate is trusted', async () => {
  await using stage = await openStage()
  await using receiver = await startSecure('127.0.0.1')
  setDefaultCACertificates([...ROOTS, receiver.cert])
  await deliverTo(receiver, stage)
  await expect.poll(() => stage.statuses()).toEqual({ delivered: 1 })
  expect(receiver.received.map(({ id }) => id)).toEqual(['msg_a'])
})

it.each([
  { of: 'nobody trusts', ip: '127.0.0.1', isTrusted: false, error: 'self-signed certificate' },
  { of: 'is for another address', ip: '192.0.2.1', isTrusted: true, error: 'does not match' },
])('nothing is sent to whoever has a certificate that $of', async ({ ip, isTrusted, error }) => {
  await using stage = await openStage()
  await using receiver = await startSecure(ip)
  if (isTrusted) setDefaultCACertificates([...ROOTS, receiver.cert])
  await deliverTo(receiver, stage)
  await expect.poll(() => stage.entry('msg_a')).toMatchObject({ status: 'dead', attempts: 2 })
  expect((await stage.entry('msg_a'))?.error).toContain(error)
  expect(receiver.asked).toEqual([])
})
