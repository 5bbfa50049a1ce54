import { createUptake } from '@uptake/sdk'
import type config from './uptake.config.ts'

const { host = '', writeKey = '', userId = '' } = Object.fromEntries(new URLSearchParams(location.search))

const uptake = createUptake<typeof config>({ host, writeKey, userId })
uptake.track('report_created', { title: 'Q3' })
