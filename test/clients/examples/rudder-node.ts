import Analytics from '@rudderstack/rudder-sdk-node'

export const analytics = new Analytics('wk_…', { dataPlaneUrl: 'https://uptake.example.com' })
