export { defineNudges } from './nudges/define-nudges.ts'
export type { NudgeAction } from './nudges/view.ts'
