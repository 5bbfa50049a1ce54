import type { Message } from '@uptake/shared/wire'

/** What vendors put into a context and into pages, none of which is to be stored. */
export const MARKERS = [
  '203.0.113.7',
  'marker-agent',
  'marker.example',
  'marker-path',
  'marker-campaign',
  'marker-title',
  '127.0.0.1',
  'HeadlessChrome',
]
const context = {
  ip: '203.0.113.7',
  userAgent: 'marker-agent/1.0',
  page: { url: 'https://marker.example/marker-path?utm_campaign=marker-campaign' },
  campaign: { name: 'marker-campaign' },
}

/** A call of a client: its method, and what is given to it. */
export type Call = readonly [method: 'track' | 'identify' | 'group' | 'page' | 'alias', ...given: unknown[]]

/** What a visitor does who turns out to be Ada, as servers' clients are told. */
export const SERVER_CALLS: readonly Call[] = [
  ['page', { anonymousId: 'laptop', name: 'Home', properties: { url: 'https://marker.example/marker-path' }, context }],
  ['track', { anonymousId: 'laptop', event: 'rows_imported', properties: { rows: 1200 }, context }],
  ['identify', { userId: 'ada', anonymousId: 'laptop', traits: { role: 'analyst' }, context }],
  ['group', { userId: 'ada', groupId: 'acme', traits: { seats: 20 }, context }],
  ['track', { userId: 'ada', event: 'report_shared', properties: { with: 'bob' }, context }],
  ['alias', { userId: 'ada', previousId: 'tablet', context }],
]

/** The same, as browsers' clients are told: they know who the visitor is. */
export const PAGE_CALLS: readonly Call[] = [
  ['page', 'Home'],
  ['track', 'rows_imported', { rows: 1200 }],
  ['identify', 'ada', { role: 'analyst' }],
  ['group', 'acme', { seats: 20 }],
  ['track', 'report_shared', { with: 'bob' }],
  ['alias', 'ada', 'tablet'],
]

/** The same, as messages of our own. */
export const MESSAGES: readonly Message[] = [
  { type: 'page', anonymousId: 'laptop' },
  { type: 'track', anonymousId: 'laptop', event: 'rows_imported', properties: { rows: 1200 } },
  { type: 'identify', userId: 'ada', anonymousId: 'laptop', traits: { role: 'analyst' } },
  { type: 'group', userId: 'ada', groupId: 'acme', traits: { seats: 20 } },
  { type: 'track', userId: 'ada', event: 'report_shared', properties: { with: 'bob' } },
  { type: 'alias', userId: 'ada', previousId: 'tablet' },
]
