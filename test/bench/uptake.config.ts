import { defineUptake } from '@uptake/shared'
import { EXAMPLE } from '../vectors/arbitraries.ts'

/** What the collectors of the benches measure; they take pages of any origin. */
export default defineUptake({ model: EXAMPLE })
