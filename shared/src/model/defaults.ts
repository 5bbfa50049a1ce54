import type {
  Action,
  ActionInput,
  Band,
  Config,
  Dimension,
  DimensionInput,
  Model,
  ModelInput,
  Nudge,
  NudgeInput,
  UptakeConfig,
} from './types.ts'

const DAILY_CAP = 20
const DEFAULT_BANDS: readonly Band[] = [
  { name: 'at-risk', from: 0 },
  { name: 'needs-attention', from: 40 },
  { name: 'healthy', from: 60 },
  { name: 'thriving', from: 80 },
]

function inWords(name: string): string {
  const words = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')
    .trim()
    .toLowerCase()
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1)
}

function toAction(name: string, input: ActionInput): Action {
  return {
    label: inWords(name),
    feature: null,
    value: 1,
    volume: null,
    counterparts: null,
    dailyCap: input.volume === undefined ? DAILY_CAP : Infinity,
    passive: false,
    properties: {},
    ...input,
  }
}

function toDimension(input: DimensionInput, valueActions: readonly string[]): Dimension {
  const common = { curve: 'saturating', accountShare: input.amount === 'counterparts' ? 0.3 : 0.6 } as const
  if (input.amount === 'trait') return { ...common, ...input }
  const actions: ReadonlySet<string> = new Set(input.actions ?? valueActions)
  if (input.amount === 'features') return { ...common, adoptedDays: 2, ...input, actions }
  if (input.amount === 'value')
    return { ...common, ...input, maxShare: actions.size === 1 ? Infinity : (input.maxShare ?? 0.6), actions }
  return { ...common, ...input, actions }
}

/** A model with every default filled in. */
export function toModel(input: ModelInput): Model {
  const { horizonDays = 28, timeZone = 'UTC', bands = DEFAULT_BANDS, activation } = input
  const actions = Object.entries(input.actions).map(([name, action]) => [name, toAction(name, action)] as const)
  const valueActions = actions.filter(([, { passive }]) => !passive).map(([name]) => name)
  const dimensions = Object.entries(input.dimensions).map(
    ([name, dimension]) => [name, toDimension(dimension, valueActions)] as const,
  )
  return {
    horizonDays,
    timeZone,
    actions: new Map(actions),
    dimensions: new Map(dimensions),
    bands,
    activation: activation ? { withinDays: 14, ...activation } : null,
  }
}

function toNudge(input: NudgeInput): Nudge {
  return { ...input, goal: { withinDays: 7, ...input.goal } }
}

/** A configuration with every default filled in. */
export function toConfig(input: UptakeConfig): Config {
  const { model, nudges = [], identity = 'open', origins = [], retentionDays = null } = input
  return { model: toModel(model), nudges: nudges.map(toNudge), identity, origins, retentionDays }
}
