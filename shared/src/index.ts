export { defineUptake } from './model/define-uptake.ts'
export type { EventName, PropertiesOf } from './model/define-uptake.ts'
export type * from './model/types.ts'
