import { expect, it } from 'vitest'
import { isPublic } from './addresses.ts'

it.each(['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2001:4860:4860::8888', '2606:4700::1111'])(
  '%s is public',
  (one) => {
    expect(isPublic(one)).toBe(true)
  },
)

it.each([
  // This machine, any, private, of the provider, link-local (with what clouds answer on), documentation, benchmarks.
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  ...['100.64.0.1', '169.254.169.254', '192.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1'],
  // Groups, reserved, everybody.
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'fec0::1', 'ff02::1', '2001:db8::1', '100::1'],
  // Others in the form of these: mapped, compatible, translated, tunnelled.
  ...[
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '2002:7f00:1::',
    '2001::1',
  ],
  ...['', 'localhost', '1.2.3.4.5', '::g'],
])('%s is not public', (one) => {
  expect(isPublic(one)).toBe(false)
})
