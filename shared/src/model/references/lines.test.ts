import { describe, expect, it } from 'vitest'
import { checkConfig, checkModel } from '../check.ts'

const actions = {
  signed_in: {},
  report_created: { feature: 'reports' },
  report_shared: { feature: 'sharing' },
  session_ended: { volume: 'minutes' },
}
const lines = [{ signal: { count: 'signed_in' }, points: 2 }]
const points = { form: 'points', actions, max: 200, windowDays: 30, lines }

function faultsOf(model: object, nudges: readonly object[] = []): Record<string, string> {
  const checked = checkConfig({ model, nudges })
  const faults = 'faults' in checked ? checked.faults : []
  return Object.fromEntries(faults.map(({ path, message, hint }) => [path, `${message}; ${hint}`]))
}
/** What is wrong with one line, by its place in it. */
const inLine = (line: unknown): string[] =>
  Object.keys(faultsOf({ ...points, lines: [line] })).map((path) => path.replace('model.lines[0]', ''))
const inSignal = (signal: unknown): string[] => inLine({ signal, points: 1 })

describe('R5 R7: a model of points', () => {
  it('has its defaults filled in, and no dimensions', () => {
    const checked = checkModel(points)
    if ('faults' in checked) throw new Error(JSON.stringify(checked.faults))
    expect(checked.model.points).toEqual({
      max: 200,
      windowDays: 30,
      halfLifeDays: Infinity,
      lines: [{ signal: { count: 'signed_in' }, per: 1, points: 2, max: Infinity, group: null }],
    })
    expect(checked.model.profiles.map(({ dimensions }) => dimensions.size)).toEqual([0])
    expect(checked.model).toMatchObject({ horizonDays: 28, multipliers: [], input: points })
    expect(faultsOf({ ...points, halfLifeDays: null })).toEqual({})
  })

  it.each([0, -1, Infinity, '1', undefined])('is refused with a max, window, half-life or per of %s', (n) => {
    const bad = { ...points, max: n, windowDays: n, halfLifeDays: n, lines: [{ ...lines[0], per: n, max: n }] }
    expect(Object.keys(faultsOf(bad)).toSorted()).toEqual(
      ['halfLifeDays', 'lines[0].max', 'lines[0].per', 'max', 'windowDays'].map((path) => `model.${path}`),
    )
  })

  it.each(['points', 'lines', 'max', 'windowDays'])('says what is missing without anything: %s', (key) => {
    const { form, max, windowDays, lines: listed } = points
    const whole: Record<string, unknown> = { actions, form, max, windowDays, lines: listed }
    const path = key === 'points' ? 'form' : key
    expect(Object.keys(faultsOf({ ...whole, [path]: undefined }))).toEqual([`model.${path}`])
  })

  it('is known by a form with a slip, and not taken for one of dimensions', () => {
    const hint = 'Write "points", or leave it out for a model of dimensions.'
    const { form: _, ...formless } = points
    expect(faultsOf({ ...points, form: 'point' })).toEqual({ 'model.form': `cannot be "point"; ${hint}` })
    expect(faultsOf(formless)).toEqual({ 'model.form': `is missing; ${hint}` })
    expect(faultsOf({ ...formless, From: 'points' })).toEqual({
      'model.From': 'nothing here is called "From"; Did you mean "form"?',
      'model.form': `is missing; ${hint}`,
    })
  })

  it('says of each key of the other form where it belongs', () => {
    const dimensions = { frequency: { amount: 'days', target: 3, weight: 1 } }
    const { form: _, ...rest } = points
    expect(Object.keys(faultsOf({ ...rest, dimensions }))).toEqual(['model.max', 'model.windowDays', 'model.lines'])
    expect(faultsOf({ actions, dimensions, lines })['model.lines']).toContain('write "form": "points"')
    expect(faultsOf({ actions, dimensions, form: 'dimensions' })['model.form']).toContain('leave it out')
    expect(faultsOf({ ...points, dimensions, profiles: [], multipliers: [] })).toEqual({
      'model.dimensions': expect.stringContaining('a model of dimensions') as string,
      'model.profiles': expect.stringContaining('a model of dimensions') as string,
      'model.multipliers': expect.stringContaining('a model of dimensions') as string,
    })
  })

  it('has nothing for a nudge to wait for', () => {
    const nudge = {
      id: 'n',
      deliver: 'app',
      slot: 'top',
      kind: 'banner',
      title: 'Do',
      body: 'it',
      when: { weakest: 'depth' },
      goal: { action: 'report_created' },
    }
    expect(Object.keys(faultsOf(points, [nudge]))).toEqual(['nudges[0].when.weakest'])
  })
})

describe('R7: signals', () => {
  it.each([
    { count: 'report_created' },
    { features: true },
    { features: ['reports', 'sharing'] },
    { sum: 'minutes', of: 'session_ended' },
    { trait: 'nps', atLeast: 9 },
    { trait: 'nps', below: 7 },
    { trait: 'plan', is: 'team' },
    { quietDays: 30 },
  ])('are taken: %j', (signal) => {
    expect(inSignal(signal)).toEqual([])
  })

  it.each([
    [{}, ['.signal']],
    [{ count: 'signed_in', quietDays: 30 }, ['.signal']],
    [{ count: 'signed_in', of: 'signed_in' }, ['.signal.of']],
    [{ quietDays: 30, below: 3 }, ['.signal.below']],
    [{ count: 'sign_in' }, ['.signal.count']],
    [{ cuont: 'signed_in' }, ['.signal.cuont']],
    [{ features: [] }, ['.signal.features']],
    [{ features: false }, ['.signal.features']],
    [{ features: ['reports', 'imports'] }, ['.signal.features[1]']],
    [{ features: ['reports', 'reports'] }, ['.signal.features[1]']],
    [{ sum: 'minutes' }, ['.signal.of']],
    [{ sum: 'minutes', of: 'session_end' }, ['.signal.of']],
    [{ sum: 'seconds', of: 'session_ended' }, ['.signal.sum']],
    [{ sum: 'rows', of: 'report_created' }, ['.signal.sum']],
    [{ trait: 'nps' }, ['.signal']],
    [{ trait: 'nps', atLeast: 9, below: 10 }, ['.signal']],
    [{ quietDays: 0 }, ['.signal.quietDays']],
    ['signed_in', ['.signal']],
    [undefined, ['.signal']],
  ])('are refused: %j', (signal, paths) => {
    expect(inSignal(signal)).toEqual(paths)
  })

  it('say what to do where a property is not kept, or a name is near', () => {
    const slips = [
      { signal: { sum: 'seconds', of: 'session_ended' }, points: 1 },
      { signal: { features: ['report'] }, points: 1 },
    ]
    expect(faultsOf({ ...points, lines: slips })).toEqual({
      'model.lines[0].signal.sum':
        '"seconds" is not the volume of session_ended; Only the property that an action calls its volume is kept: write "volume": "seconds" on session_ended.',
      'model.lines[1].signal.features[0]': 'no feature is called "report"; Did you mean "reports"?',
    })
  })

  it('may name any feature where one is read from a property, and none where no action has one', () => {
    const [signal] = [{ features: ['imports'] }]
    const reading = { ...actions, imported: { feature: { property: 'area' } } }
    expect(faultsOf({ ...points, actions: reading, lines: [{ signal, points: 1 }] })).toEqual({})
    const any = [{ signal: { features: true }, points: 1 }]
    const bare = { ...points, actions: { signed_in: {} }, lines: any }
    expect(Object.keys(faultsOf(bare))).toEqual(['model.lines[0].signal.features'])
  })
})

describe('R7: lines', () => {
  const signal = { count: 'signed_in' }

  it.each([
    [{ signal }, ['.points']],
    [{ signal, points: '2' }, ['.points']],
    [{ signal, points: 2, max: -5 }, ['.max']],
    [{ signal, points: 2, group: '' }, ['.group']],
    [{ signal, points: 2, group: 'limit' }, ['.group']],
    [{ signal, points: 2, group: 'model' }, ['.group']],
    [{ signal: { trait: 'limit', is: true }, points: 2 }, ['.signal.trait']],
    [{ signal: { trait: 'profile', is: true }, points: 2 }, ['.signal.trait']],
    [{ signal: { trait: 'limit', is: true }, points: 2, group: 'held back' }, []],
    [{ signal, point: 2 }, ['.points', '.point']],
    [{ signal: { trait: 'nps', atLeast: 9 }, per: 2, points: 1 }, ['.per']],
    [{ signal: { quietDays: 30 }, per: 30, points: -1 }, ['.per']],
    ['signed_in', ['']],
  ])('are refused: %j', (line, paths) => {
    expect(inLine(line)).toEqual(paths)
  })

  it('may take points, for what holds or not with a per of 1', () => {
    expect(inLine({ signal: { trait: 'openTickets', atLeast: 1 }, per: 1, points: -5 })).toEqual([])
  })

  it('are refused where another says the same, however it is written', () => {
    const same = [
      { signal: { trait: 'nps', atLeast: 9 }, points: 25 },
      { points: 25, per: 1, signal: { atLeast: 9, trait: 'nps' } },
      { signal: { features: ['sharing', 'reports'] }, points: 10 },
      { signal: { features: ['reports', 'sharing'] }, points: 10 },
    ]
    expect(faultsOf({ ...points, lines: same })).toEqual({
      'model.lines[1]': 'says the same as lines[0]; Leave one of the two out.',
      'model.lines[3]': 'says the same as lines[2]; Leave one of the two out.',
    })
    const others = [
      { signal, points: 50, per: 20, group: 'sign-in' },
      { signal, points: 25, per: 4, group: 'sign-in' },
      { signal, points: 25, per: 4 },
      { signal, points: 25, per: 4, max: 25 },
    ]
    expect(faultsOf({ ...points, lines: others })).toEqual({})
  })
})
