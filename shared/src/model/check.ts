import type * as z from 'zod'
import { toConfig, toModel } from './defaults.ts'
import { shown, toPath, type Fault } from './fault.ts'
import { get } from './get.ts'
import { configFaults, modelFaults } from './references.ts'
import { configSchema } from './schema/config.ts'
import { modelSchema } from './schema/model.ts'
import type { Config, Model } from './types.ts'

export type { Fault } from './fault.ts'

function toFaults(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const hints = issue.message.split('\n')
    return issue.keys.map((key, i) => ({
      path: toPath([...issue.path, key]),
      message: `nothing here is called ${shown(key)}`,
      hint: hints[i] ?? '',
    }))
  }
  const value = issue.path.reduce(get, input)
  const message = value === undefined ? 'is missing' : `cannot be ${shown(value)}`
  return [{ path: toPath(issue.path), message, hint: issue.message }]
}

function faultsOf<T>(parsed: z.ZodSafeParseResult<T>, input: unknown, named: Iterable<Fault>): Fault[] {
  return [...(parsed.error?.issues ?? []).flatMap((issue) => toFaults(issue, input)), ...named]
}

/** Checks a whole configuration and fills in every default; else all of its faults, each with its place and how to mend it. */
export function checkConfig(input: unknown): { config: Config } | { faults: Fault[] } {
  const parsed = configSchema(input).safeParse(input)
  const faults = faultsOf(parsed, input, configFaults(input))
  return parsed.success && faults.length === 0 ? { config: toConfig(parsed.data) } : { faults }
}

/** Checks a model alone, likewise; paths start at the model. */
export function checkModel(input: unknown): { model: Model } | { faults: Fault[] } {
  const parsed = modelSchema(input).safeParse(input)
  const faults = faultsOf(parsed, input, modelFaults(input, []))
  return parsed.success && faults.length === 0 ? { model: toModel(parsed.data) } : { faults }
}
