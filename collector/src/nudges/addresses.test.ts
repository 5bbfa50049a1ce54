import { expect, it } from 'vitest'
import { isPublic } from './addresses.ts'

it.each(['8.8.8.8', '93.184.216.34', '::ffff:8.8.8.8', '2001:4860:4860::8888', '2606:4700::1111'])(
  '%s is public',
  (one) => {
    expect(isPublic(one)).toBe(true)
  },
)

/** By what they are for. */
const OTHERS = {
  'this machine, or any': ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::', '::1'],
  'private networks': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fd12::1', 'fec0::1'],
  'the link, with what clouds answer on': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
  'the provider': ['100.64.0.1', '192.0.0.1'],
  'examples and benchmarks': ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1', '100::1'],
  'groups, everybody, nobody': ['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', 'ff02::1'],
  'others in another form': ['::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
  'no address': ['', 'localhost', '1.2.3.4.5', '::g'],
}
it.each(Object.entries(OTHERS).flatMap(([what, some]) => some.map((one) => [one, what])))(
  '%s is not public: %s',
  (one) => {
    expect(isPublic(one)).toBe(false)
  },
)
