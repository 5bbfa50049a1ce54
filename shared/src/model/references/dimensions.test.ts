import { describe, expect, it } from 'vitest'
import { checkConfig, checkModel } from '../check.ts'

const actions = { report_created: {}, report_shared: {}, signed_in: { passive: true } }
const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } }
const onboarding = { amount: 'value', target: 3, weight: 1, actions: ['report_created'] }
const profile = { name: 'new', when: { daysKnown: { atMost: 90 } }, dimensions: { onboarding } }
const nudge = {
  id: 'n',
  deliver: 'app',
  slot: 'top',
  kind: 'banner',
  title: 'Do',
  body: 'it',
  goal: { action: 'report_created' },
}

function faultsOf(model: object, nudges: readonly object[] = []): Record<string, string> {
  const checked = checkConfig({ model: { actions, dimensions, ...model }, nudges })
  const faults = 'faults' in checked ? checked.faults : []
  return Object.fromEntries(faults.map(({ path, message, hint }) => [path, `${message}; ${hint}`]))
}
const pathsOf = (model: object): string[] => Object.keys(faultsOf(model))

describe('R13: profiles', () => {
  it('are tried in the order written, before the model’s own, each with its defaults filled in', () => {
    const enterprise = { ...profile, name: 'enterprise', when: { trait: { plan: 'enterprise', beta: true } } }
    const checked = checkModel({ actions, dimensions, profiles: [enterprise, profile] })
    if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
    const { profiles } = checked.model
    expect(profiles.map(({ name, when }) => [name, when])).toEqual([
      ['enterprise', enterprise.when],
      ['new', { daysKnown: { atMost: 90 } }],
      [null, {}],
    ])
    expect(profiles.map((each) => [...each.dimensions.keys()])).toEqual([['onboarding'], ['onboarding'], ['frequency']])
    expect(profiles[0]?.dimensions.get('onboarding')).toMatchObject({ curve: 'saturating', maxShare: Infinity })
  })

  it.each([
    ['of another one’s name', [profile, { ...profile, when: { trait: { plan: 'a' } } }], ['profiles[1].name']],
    ['without a name', [{ ...profile, name: '' }], ['profiles[0].name']],
    ['of blanks for a name', [{ ...profile, name: ' ' }], ['profiles[0].name']],
    ['for everybody', [{ ...profile, when: {} }], ['profiles[0].when']],
    ['for no trait', [{ ...profile, when: { trait: {} } }], ['profiles[0].when.trait']],
    ['for a trait without a name', [{ ...profile, when: { trait: { '': 1 } } }], ['profiles[0].when.trait[""]']],
    ['for a list', [{ ...profile, when: { trait: { plan: ['a'] } } }], ['profiles[0].when.trait.plan']],
    ['for any age', [{ ...profile, when: { daysKnown: {} } }], ['profiles[0].when.daysKnown']],
    [
      'from 90 to 30 days',
      [{ ...profile, when: { daysKnown: { atLeast: 90, atMost: 30 } } }],
      ['profiles[0].when.daysKnown'],
    ],
    ['from −1 days', [{ ...profile, when: { daysKnown: { atLeast: -1 } } }], ['profiles[0].when.daysKnown.atLeast']],
    ['without an end', [{ ...profile, when: undefined }], ['profiles[0].when']],
    ['without dimensions', [{ ...profile, dimensions: {} }], ['profiles[0].dimensions']],
    ['no list', {}, ['profiles']],
  ])('are refused %s', (_, profiles, paths) => {
    expect(pathsOf({ profiles })).toEqual(paths.map((path) => `model.${path}`))
  })

  it('may be of one day', () => {
    expect(pathsOf({ profiles: [{ ...profile, when: { daysKnown: { atLeast: 7, atMost: 7 } } }] })).toEqual([])
  })

  it('say which key and which action was probably meant', () => {
    const slips = {
      ...profile,
      when: { daysKnown: { atmost: 90 } },
      dimensions: { onboarding: { ...onboarding, actions: ['reprot_created', 'report_shared', 'report_shared'] } },
    }
    expect(faultsOf({ profiles: [slips] })).toEqual({
      'model.profiles[0].when.daysKnown': 'has no end; Write "atLeast", "atMost" or both.',
      'model.profiles[0].when.daysKnown.atmost': 'nothing here is called "atmost"; Did you mean "atMost"?',
      'model.profiles[0].dimensions.onboarding.actions[0]':
        'no action is called "reprot_created"; Did you mean "report_created"?',
      'model.profiles[0].dimensions.onboarding.actions[2]': '"report_shared" is listed twice; List it once.',
    })
  })

  it('have dimensions that a nudge may wait for, as the model has', () => {
    const waiting = (weakest: string) => faultsOf({ profiles: [profile] }, [{ ...nudge, when: { weakest } }])
    expect(waiting('onboarding')).toEqual({})
    expect(waiting('frequency')).toEqual({})
    expect(waiting('onbording')).toEqual({
      'nudges[0].when.weakest': 'no dimension is called "onbording"; Did you mean "onboarding"?',
    })
  })
})

describe('R4: multipliers', () => {
  it('are applied in the order written', () => {
    const multipliers = [
      { trait: 'nps', atLeast: 9, times: 1.05 },
      { trait: 'champion', is: false, times: 0.9 },
      { trait: 'openTickets', below: 1, times: 0 },
    ]
    const checked = checkModel({ actions, dimensions, multipliers })
    expect('model' in checked && checked.model.multipliers).toEqual(multipliers)
  })

  it.each([
    ['that compare with nothing', { trait: 'nps', times: 2 }, ['']],
    ['that compare twice', { trait: 'nps', atLeast: 9, below: 10, times: 2 }, ['']],
    ['without a trait', { is: 9, times: 2 }, ['.trait']],
    ['below 0', { trait: 'nps', is: 9, times: -1 }, ['.times']],
    ['without a number', { trait: 'nps', is: 9 }, ['.times']],
    ['that compare with text', { trait: 'nps', atLeast: '9', times: 2 }, ['.atLeast']],
    ['that compare with a list', { trait: 'nps', is: [9], times: 2 }, ['.is']],
    ['with a slip', { trait: 'nps', atleast: 9, times: 2 }, ['.atleast', '']],
    ['that are text', 'nps', ['']],
  ])('are refused %s', (_, multiplier, paths) => {
    expect(pathsOf({ multipliers: [multiplier] })).toEqual(paths.map((path) => `model.multipliers[0]${path}`))
  })
})

it.each(['multipliers', 'limit', 'profile', 'model'])(
  'R31: refuses a dimension called %s, as a line of the explanation is',
  (name) => {
    const named = { [name]: dimensions.frequency }
    expect(faultsOf({ dimensions: named, profiles: [{ ...profile, dimensions: named }] })).toEqual({
      [`model.dimensions.${name}`]: `an explanation has a line of its own called "${name}"; Give the dimension another name.`,
      [`model.profiles[0].dimensions.${name}`]: `an explanation has a line of its own called "${name}"; Give the dimension another name.`,
    })
  },
)

it('refuses a dimension without a name', () => {
  expect(pathsOf({ dimensions: { ...dimensions, ' ': dimensions.frequency } })).toEqual(['model.dimensions[" "]'])
})
