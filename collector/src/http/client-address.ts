import { isIPv6 } from 'node:net'

/** Whatever a header calls an address is remembered no longer than one can be. */
const MAX_LENGTH = 45
/** Some proxies write the port too, which is another with each connection: `203.0.113.7:51234`, `[2001:db8::1]:51234`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([^:]+):\d+$)/

/**
 * Whom a request is counted to: an IPv4 address, or the /64 of an IPv6 one, as that is what one household has.
 * @param forwardedFor - the header, to which each proxy has added whom it got the request from
 * @param proxies - how many of ours stand in front: what comes before theirs anybody may have written
 */
export function clientAddress(socket: string | undefined, forwardedFor: string | undefined, proxies: number): string {
  const forwarded = forwardedFor?.split(',').at(-proxies)?.trim()
  const [, ipv6, ipv4] = WITH_PORT.exec(forwarded ?? '') ?? []
  return networkOf(ipv6 || ipv4 || forwarded || socket || '')
}

// By hand: the library for it takes 6 µs, which each request would pay.
function networkOf(address: string): string {
  if (!isIPv6(address)) return address.slice(0, MAX_LENGTH)
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [before = '', after] = address.split('::')
  const [head, tail] = [before.split(':'), after === undefined ? [] : after.split(':')]
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].slice(0, 4).join(':')
}
