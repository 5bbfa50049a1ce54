export { chooseNudges, type NudgeFacts } from './choose-nudges.ts'
