export { chooseNudges, type NudgeFacts, type NudgeMark } from './choose-nudges.ts'
