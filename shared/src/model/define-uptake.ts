import type { ActionInput, DefaultBand, ModelInput, PropertySpec, UptakeConfig } from './types.ts'

/**
 * Returns the configuration as it is, with the names and literal types of its model kept, so that `track()` and every reference
 * to an action are checked by the compiler, as are those of nudges to dimensions and bands.
 */
export function defineUptake<
  const ActionName extends string,
  const Model extends ModelInput<ActionName, DimensionName, ProfileDimension, BandName>,
  // A model that has none leaves nothing for a nudge to name.
  const DimensionName extends string = never,
  const ProfileDimension extends string = never,
  const BandName extends string = DefaultBand,
>(
  config: UptakeConfig<ActionName, DimensionName, ProfileDimension, BandName> & { readonly model: Model },
): Omit<UptakeConfig, 'model'> & { readonly model: Model } {
  return config
}

/** The names that `track()` takes: the actions of the configuration's model. */
export type EventName<Config extends UptakeConfig> = keyof Config['model']['actions'] & string

type ValueOf<Spec extends PropertySpec> = Spec extends `string${'' | '?'}`
  ? string
  : Spec extends `number${'' | '?'}`
    ? number
    : Spec extends `boolean${'' | '?'}`
      ? boolean
      : readonly string[]

type Declared<Action> = Action extends { readonly properties: infer Specs extends Record<string, PropertySpec> }
  ? { -readonly [Name in keyof Specs as Specs[Name] extends `${string}?` ? never : Name]: ValueOf<Specs[Name]> } & {
      -readonly [Name in keyof Specs as Specs[Name] extends `${string}?` ? Name : never]?: ValueOf<Specs[Name]>
    }
  : unknown

// What `feature`, `volume` and `counterparts` name is a property too, and optional unless `properties` says more of it.
type Named<Action, Key extends string, Value> = Action extends { readonly [K in Key]: infer Name extends string }
  ? { [K in Name]?: Value }
  : unknown
type NamedFeature<Action> = Action extends { readonly feature: { readonly property: infer Name extends string } }
  ? { [K in Name]?: string }
  : unknown
type Implied<Action> = Named<Action, 'volume', number> &
  Named<Action, 'counterparts', string | readonly string[]> &
  NamedFeature<Action>

type Merged<Over, Under> = { [K in keyof Over]: Over[K] } & {
  [K in keyof Under as K extends keyof Over ? never : K]: Under[K]
}
type Flat<T> = { [K in keyof T]: T[K] }

/** The properties that `track()` takes with an action: those declared, and those its feature, volume and counterparts name. */
export type PropertiesOf<Action extends ActionInput> = Flat<Merged<Declared<Action>, Implied<Action>>>
