export { defineUptake } from '@uptake/shared/model'
export { defaultNudges } from './default-nudges.ts'
export { createUptake } from './create-uptake.ts'
export { UptakeError } from './error.ts'
export type { UptakeErrorCode } from './error.ts'
export type {
  Drop,
  DropReason,
  Engagement,
  Nudge,
  Properties,
  PropertiesArgument,
  RecordingUptake,
  Uptake,
  UptakeOptions,
} from './types.ts'
export type { DefaultNudge, DefaultNudgesOptions, UptakeConfig } from '@uptake/shared/model'
export type { Me, NextAction, Score } from '@uptake/shared/wire'
