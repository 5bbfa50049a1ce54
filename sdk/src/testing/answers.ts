import type { Batch } from '@uptake/shared/wire'

export interface Request {
  path: string
  batch: Batch
  keepalive: boolean
}

export type Respond = (request: Request) => Response | Promise<Response>

export const accepted: Respond = () => Response.json({ success: true, accepted: 1, duplicates: 0, rejected: [] })
export const offline: Respond = () => Promise.reject(new TypeError('Failed to fetch'))
export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ status, code }, { status, headers: { 'content-type': 'application/problem+json', ...headers } })
export const unavailable: Respond = () => problem(503, 'unavailable')
