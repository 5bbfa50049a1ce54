export * from './types.ts'
export * from './define-uptake.ts'
export { nearest } from './nearest.ts'
export { violations } from './plan.ts'
