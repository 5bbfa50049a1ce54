const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i

/** Whether a host name or address is this machine's own. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname)

/** Whether a URL's (an `Origin`), or a `Host` header's, host is this machine. */
export function isLoopbackUrl(text: string): boolean {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  return url !== null && isLoopback(url.hostname)
}
