import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import ipaddr from 'ipaddr.js'

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

const GLOBAL = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/** Whether an address is of the public internet: of no private network, this machine, a group of machines or a special use. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address in the form of an IPv6 one is what it stands for.
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL))
}

/** @throws Error where an address is not public */
export function requirePublic(address: string): void {
  if (!isPublic(address)) throw new Error(`${address} is not a public address, and webhooks.allowPrivate is not set`)
}

/** @throws Error where a URL's host is an address that is not public; a name is looked up when it is connected to */
export function requirePublicHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) requirePublic(host)
}

/** Looks names up for a connection; gives nothing of one that has any address that is not public. */
export function lookUpPublic(resolve: Resolve): LookupFunction {
  async function lookUp(hostname: string): Promise<LookupAddress[]> {
    const addresses = await resolve(hostname)
    for (const { address } of addresses) requirePublic(address)
    return [...addresses]
  }
  const looked = callbackify(lookUp)
  return (hostname, _, callback) => looked(hostname, (error, addresses) => callback(error, addresses ?? []))
}
