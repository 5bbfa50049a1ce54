import { expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

it.each<[name: string, address: string, network: string]>([
  ['IPv4 as it is', '203.0.113.7', '203.0.113.7'],
  ['IPv4 in IPv6 as IPv4', '::ffff:203.0.113.7', '203.0.113.7'],
  ['IPv6 by its /64', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['IPv6 with zeros left out', '2001:db8::6', '2001:db8:0:0'],
  ['IPv6 with zeros left out before the end of its /64', '2001::2:3:4:5:6:7', '2001:0:2:3'],
  ['IPv6 of digits alone', '2001:1:2:3::6', '2001:1:2:3'],
  ['IPv6 of this machine', '::1', ':0:0:0'],
  ['IPv6 with a zone', 'fe80::1%eth0', 'fe80:0:0:0'],
  ['what is none', 'x'.repeat(1_000), 'x'.repeat(45)],
  ['none at all', '', ''],
])('%s', (_, address, network) => {
  expect(clientAddress(address, undefined, 0)).toBe(network)
  expect(clientAddress('127.0.0.1', `1.1.1.1, ${address}`, 1)).toBe(network || '127.0.0.1')
})

it.each([
  ['203.0.113.7:51234', '203.0.113.7'],
  ['[2001:db8:1:2:3:4:5:6]:51234', '2001:db8:1:2'],
  ['[2001:db8:1:2::6]', '2001:db8:1:2'],
])('counts %s to its address, whatever its port', (forwardedFor, network) => {
  expect(clientAddress('10.0.0.1', forwardedFor, 1)).toBe(network)
})

it('believes as many proxies as there are, and nothing that came before them', () => {
  const forwarded = '6.6.6.6, 203.0.113.7 ,10.0.0.2'
  const of = (proxies: number) => clientAddress('10.0.0.1', forwarded, proxies)
  expect([of(1), of(2), of(9)]).toEqual(['10.0.0.2', '203.0.113.7', '10.0.0.1'])
  expect(clientAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1')
})
