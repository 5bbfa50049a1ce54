export * from './limits.ts'
export * from './message.ts'
export * from './problem.ts'
export * from './score.ts'
