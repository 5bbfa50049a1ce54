import { afterAll, beforeAll, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { startCollector } from '../harness/start-collector.ts'
import { temporaryProject } from '../harness/temporary-project.ts'
import { report, rule } from '../nudges/stage.ts'
import { EXAMPLE } from '../vectors/arbitraries.ts'

const DAY_MS = 86_400_000
const low = { score: { below: 40 } }
const config = {
  model: EXAMPLE,
  webhooks: { url: 'https://hooks.example.com/uptake' },
  nudges: [
    rule('first', { slot: 'top', priority: 9, holdout: 0 }),
    rule('second', { slot: 'top', priority: 8, goal: { action: 'rows_imported' } }),
    rule('low', { priority: 7, when: { all: [low, { daysKnown: { atLeast: 1 } }] } }),
    rule('done', { priority: 6 }),
    rule('away', { priority: 5 }),
    rule('goal', { priority: 4, goal: { action: 'report_created' } }),
    rule('last', {
      priority: 3,
      slot: 'else',
      critical: true,
      holdout: 1,
      when: { not: { trait: 'plan', is: 'pro' } },
    }),
    { id: 'crm', deliver: 'webhook', when: low },
    { id: 'csm', deliver: 'webhook', about: 'account', when: { count: 'report_created', atLeast: 1 } },
  ],
}

const project = temporaryProject()
let now: number
beforeAll(async () => {
  project.configure(config)
  now = Date.now()
  await using collector = await startCollector(config, { data: project.paths.data, now: () => now })
  const track = (userId: string, daysAgo: number) => ({
    type: 'track',
    userId,
    event: 'report_created',
    messageId: `${userId} ${daysAgo}`,
    timestamp: new Date(now - daysAgo * DAY_MS).toISOString(),
  })
  const at = now
  await collector.send([
    ...Array.from({ length: 40 }, (_, day) => track('ada', day)),
    track('new', 0),
    { type: 'identify', userId: 'ada', traits: { plan: 'free\u202e' } },
    { type: 'group', userId: 'ada', groupId: 'acme' },
    report('ada', 'nudge_completed', 'done', { at: now - 9 * DAY_MS }),
    report('ada', 'nudge_dismissed', 'away', { at: now - 9 * DAY_MS }),
    report('eve', 'nudge_shown', 'first', { session: 's', at }),
  ])
})
afterAll(() => project.remove())

const why = async (...args: string[]) => {
  const { code, stdout, stderr } = await runUptake(['nudges', 'why', ...args, ...project.options])
  return { code, lines: stdout.trimEnd().split('\n'), stderr }
}
/** What is said of each rule. */
const saidOf = (lines: readonly string[]) =>
  Object.fromEntries(lines.slice(1).map((line) => [line.slice(2, 32).trim(), line.slice(34)]))

it('says of each rule what became of it, and why', async () => {
  const { code, lines } = await why('ada')
  expect(code).toBe(0)
  expect(lines[0]).toMatch(/^user ada, account acme, at \d{4}-\S+Z: 9 rules$/)
  expect(lines).toHaveLength(1 + config.nudges.length)
  const until = new Date(now + 21 * DAY_MS).toISOString()
  const said = saidOf(lines)
  expect(said).toEqual({
    first: 'offered in top: known for 40 days, at least 1',
    second: 'another goes first in top',
    low: expect.stringMatching(/^does not hold: score is \d\d\.\d, not below 40$/),
    done: 'was completed: it does not return',
    away: `was dismissed: away until ${until}`,
    goal: 'its goal is reached: report_created was done in the last 7 days, or since it was shown',
    last: 'offered in else: trait plan is "free\\u{202e}", not "pro" (arm: held out)',
    crm: expect.stringMatching(/^webhook: does not hold: score is \d\d\.\d, not below 40$/),
    csm: 'webhook: does not hold: report_created is 0, not at least 1',
  })
})

it('says what is not known yet, and to whom it does not apply', async () => {
  const { lines } = await why('new')
  expect(lines[0]).toMatch(/^user new, in no account, at /)
  expect(saidOf(lines)).toMatchObject({
    low: 'score is not known yet: there is no score',
    last: 'trait plan is not known yet: nobody told it (arm: held out)',
    crm: 'webhook: score is not known yet: there is no score',
    csm: 'webhook: is about accounts, and the user is in none',
  })
})

it('asks in a session, and in the account that is named', async () => {
  const { lines } = await why('eve', '--session', 's', '--account', 'acme')
  expect(lines[0]).toMatch(/^user eve, account acme, session s, at /)
  expect(saidOf(lines)).toMatchObject({
    first: 'offered in top: known for 1 day, at least 1',
    away: 'another was shown in this session',
  })
  const other = saidOf((await why('eve')).lines)
  expect(other['first']).toMatch(/^was shown in the last seven days: away until /)
  expect(other['away']).toMatch(/^another was shown in the last 24 hours: away until /)
})

it('says the same as JSON', async () => {
  const { lines } = await why('ada', '--json')
  expect(lines).toHaveLength(1)
  const said = JSON.parse(lines[0] ?? '') as { rules: { id: string }[] }
  expect(said).toMatchObject({ user: 'ada', account: 'acme', session: null, asOf: expect.any(String) })
  expect(said.rules.map(({ id }) => id)).toEqual(config.nudges.map((one) => (one as { id: string }).id))
  const ruleOf = (id: string) => said.rules.find((one) => one.id === id)
  const first = { deliver: 'app', slot: 'top', outcome: 'chosen', until: null, arm: 'shown' }
  expect(ruleOf('first')).toEqual({ id: 'first', ...first, holds: true, because: ['known for 40 days, at least 1'] })
  expect(ruleOf('done')).toMatchObject({ outcome: 'completed', until: 'never', holds: true })
  expect(ruleOf('last')).toMatchObject({ outcome: 'chosen', arm: 'held' })
  const csm = {
    deliver: 'webhook',
    about: 'account',
    fired: false,
    holds: false,
    because: ['report_created is 0, not at least 1'],
  }
  expect(ruleOf('csm')).toEqual({ id: 'csm', ...csm })
})

it.each([
  [['nobody'], /no user was ever seen by the id nobody/],
  [['ada', '--account', 'nobody'], /no account was ever seen by the id nobody/],
])('ends with 1 for %j', async (args, said) => {
  const { code, stderr } = await why(...args)
  expect([code, stderr]).toEqual([1, expect.stringMatching(said)])
})
