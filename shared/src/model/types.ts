/** What a configuration says, as its author writes it and as it is checked. */
export type * from './types/checked.ts'
export type * from './types/config-input.ts'
export type * from './types/model-input.ts'
export type * from './types/nudge-input.ts'
