import { defineUptake } from '@uptake/shared'
import { EXAMPLE } from '../vectors/arbitraries.ts'

/** What the collector of the SDK's bench measures; it takes pages of any origin. */
export default defineUptake({ model: EXAMPLE })
