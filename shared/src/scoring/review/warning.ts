import type { Model, Profile } from '../../model/types.ts'

/** What a model may say otherwise than its author means, where, and what to do about it. */
export interface Warning {
  /** From the model on, such as "dimensions.depth.target". */
  readonly path: string
  readonly message: string
  readonly hint: string
}

/** Where a profile's dimensions stand; the model's own, of the last profile, have no index. */
export function pathOfDimensions({ profiles }: Model, profile: Profile): (string | number)[] {
  return profile.name === null ? ['dimensions'] : ['profiles', profiles.indexOf(profile), 'dimensions']
}

/** For whom a profile is, as words to follow a statement; nothing where it is for everybody. */
export function inProfile({ name }: Pick<Profile, 'name'>): string {
  return name === null ? '' : ` in profile "${name}"`
}
