import { Analytics } from '@segment/analytics-node'

export const analytics = new Analytics({ writeKey: 'wk_…', host: 'https://uptake.example.com' })
