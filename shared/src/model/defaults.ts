import { inWords } from './in-words.ts'
import type {
  Action,
  ActionInput,
  Band,
  Config,
  DefaultBand,
  Dimension,
  DimensionInput,
  Model,
  ModelInput,
  Nudge,
  NudgeInput,
  Points,
  PointsInput,
  UptakeConfig,
} from './types.ts'

const DAILY_CAP = 20
export const DEFAULT_BANDS: readonly Band<DefaultBand>[] = [
  { name: 'at-risk', from: 0 },
  { name: 'needs-attention', from: 40 },
  { name: 'healthy', from: 60 },
  { name: 'thriving', from: 80 },
]

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

function toDimension(input: DimensionInput, valueActions: ReadonlySet<string>): Dimension {
  const common = { curve: 'saturating', accountShare: input.amount === 'counterparts' ? 0.3 : 0.6 } as const
  if (input.amount === 'trait') return { ...common, ...input }
  const actions: ReadonlySet<string> = input.actions ? new Set(input.actions) : valueActions
  if (input.amount === 'features') return { ...common, adoptedDays: 2, ...input, actions }
  if (input.amount === 'value')
    return { ...common, ...input, maxShare: actions.size === 1 ? Infinity : (input.maxShare ?? 0.6), actions }
  return { ...common, ...input, actions }
}

function toDimensions(
  inputs: Readonly<Record<string, DimensionInput>>,
  valueActions: ReadonlySet<string>,
): ReadonlyMap<string, Dimension> {
  return new Map(Object.entries(inputs).map(([name, dimension]) => [name, toDimension(dimension, valueActions)]))
}

function toPoints({ max, windowDays, halfLifeDays = null, lines }: PointsInput): Points {
  return {
    max,
    windowDays,
    halfLifeDays: halfLifeDays ?? Infinity,
    lines: lines.map((line) => ({ per: 1, max: Infinity, group: null, ...line })),
  }
}

/** A model with every default filled in. */
export function toModel(input: ModelInput): Model {
  const { horizonDays = 28, timeZone = 'UTC', bands = DEFAULT_BANDS, activation } = input
  const actions = new Map(Object.entries(input.actions).map(([name, action]) => [name, toAction(name, action)]))
  const valueActions = new Set([...actions].filter(([, { passive }]) => !passive).map(([name]) => name))
  const { dimensions, profiles = [], multipliers = [] } = 'form' in input ? { dimensions: {} } : input
  return {
    input,
    horizonDays,
    timeZone,
    actions,
    valueActions,
    profiles: [...profiles, { name: null, when: {}, dimensions }].map((profile) => ({
      ...profile,
      dimensions: toDimensions(profile.dimensions, valueActions),
    })),
    multipliers,
    points: 'form' in input ? toPoints(input) : null,
    bands,
    activation: activation ? { withinDays: 14, ...activation } : null,
  }
}

function toNudge(input: NudgeInput): Nudge {
  const { goal, holdout = null } = input
  const common = { goal: goal ? { withinDays: 7, ...goal } : null, holdout }
  return input.deliver === 'app'
    ? { priority: 0, critical: false, ...input, ...common }
    : { about: 'user', dueInBusinessDays: null, ...input, ...common }
}

/** A configuration with every default filled in. */
export function toConfig(input: UptakeConfig): Config {
  const { model, nudges = [], identity = 'open', origins = [], retentionDays = null, snapshot = 'daily' } = input
  const webhooks = input.webhooks ? { allowPrivate: false, ...input.webhooks } : null
  return { model: toModel(model), nudges: nudges.map(toNudge), identity, origins, retentionDays, snapshot, webhooks }
}
