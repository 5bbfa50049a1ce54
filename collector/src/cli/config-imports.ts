// What a configuration imports, wherever it stands.
export { defaultNudges, defineUptake } from '@uptake/shared/model'
