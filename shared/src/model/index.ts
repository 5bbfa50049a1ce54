export * from './types.ts'
export * from './define-uptake.ts'
