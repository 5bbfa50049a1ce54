// A file of its own: a page that has no use for the rules does not load their words.
export { defaultNudges } from '@uptake/shared/model'
