import { AnalyticsBrowser } from '@segment/analytics-next'

const writeKey = 'wk_…'

export const analytics = AnalyticsBrowser.load({
  writeKey,
  cdnSettings: {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        protocol: 'https',
        apiHost: 'uptake.example.com/v1',
        deliveryStrategy: { strategy: 'batching', config: { size: 20, timeout: 1000 } },
      },
    },
    metrics: { sampleRate: 0 },
  },
})
