import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'

const source = { id: 'uptake', name: 'Uptake', enabled: true, config: {}, destinations: [] }

export const analytics = new RudderAnalytics()
analytics.load('wk_…', 'https://uptake.example.com', {
  getSourceConfig: () => ({ source }),
  queueOptions: { batch: { enabled: true, maxItems: 20, maxSize: 100_000, flushInterval: 1000 } },
})
