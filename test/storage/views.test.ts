import { openStorage } from '@uptake/collector/src/storage/open.ts'
import type { Storage, StoredStanding } from '@uptake/collector/src/storage/storage.ts'
import type { Score } from '@uptake/shared/wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../harness/start-collector.ts'

// Names and columns are promised to people: what is written down here does not change.
const SCORE_COLUMNS = [
  'status',
  'score',
  'band',
  'low',
  'high',
  'change',
  'adjusted',
  'declining',
  'persistently_low',
  'never_healthy',
  'quiet_days',
  'quiet_probability',
  'profile',
  'first_seen',
  'subscores',
  'traits',
  'model',
  'as_of',
]
const SESSION = '01890a5d-ac96-774b-bcce-b302099a8058'
const AS_OF = Date.parse('2026-03-01T12:30:00.125Z')

let folder: ReturnType<typeof temporaryFolder>
let storage: Storage
beforeEach(async () => {
  folder = temporaryFolder()
  storage = await openStorage(folder.path)
})
afterEach(async () => {
  await storage.close()
  folder.remove()
})

const columnsOf = async (view: string) => (await storage.query(`SELECT * FROM ${view}`)).columns
async function select(statement: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await storage.query(statement)
  return [...rows].map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]])))
}

const document: Score = {
  subject: { user: 'u' },
  status: 'ok',
  score: 47.25,
  band: 'needs-attention',
  interval: [40.5, 53.75],
  subscores: { depth: 47.25, 'a "name"': 0.1 },
  contributions: [],
  needs: null,
  trend: {
    change: -14.5,
    adjusted: 99,
    declining: false,
    persistentlyLow: true,
    neverHealthy: false,
    quiet: { days: 9, probability: 0.004 },
  },
  model: { version: 2, profile: 'enterprise' },
  asOf: new Date(AS_OF).toISOString(),
}
const standing = (subject: number, more: Partial<StoredStanding> = {}): StoredStanding => ({
  of: 'person',
  subject,
  asOf: AS_OF,
  day: 20_513,
  model: 2,
  status: 'ok',
  score: document.score,
  band: document.band,
  change: -14.5,
  noise: 4,
  quiet: 0.004,
  firstDay: 20_000,
  traits: { plan: 'pro' },
  usage: '{}',
  document: JSON.stringify(document),
  ...more,
})

async function seed(): Promise<void> {
  await storage.transaction(async (transaction) => {
    const [user, other, visitor] = [
      await transaction.addPerson('u'),
      await transaction.addPerson('new'),
      await transaction.addPerson(null),
    ]
    const acme = (await transaction.accounts(['acme'])).get('acme') ?? 0
    const seen = { firstAt: 1, lastAt: 1 }
    const people = new Map([user, other, visitor].map((id) => [id, seen]))
    await transaction.addSeen({ people, accounts: new Map([[acme, seen]]), members: [] })
    const message = { event: null, account: null, receivedAt: AS_OF, sessionId: null, body: null }
    await transaction.addMessages([
      {
        ...message,
        messageId: '01890a5d-ac96-774b-bcce-b302099a8057',
        type: 'track',
        person: user,
        account: acme,
        event: 'report_created',
        occurredAt: AS_OF - 1,
        sessionId: 's',
        body: { rows: 3 },
      },
      { ...message, messageId: 'Any Text', type: 'alias', person: visitor, occurredAt: -1, sessionId: SESSION },
      { ...message, messageId: 'last', type: 'page', person: visitor, occurredAt: -2 },
    ])
    await transaction.putStandings([
      standing(user),
      standing(other, {
        status: 'insufficient_data',
        score: null,
        band: null,
        change: null,
        noise: null,
        quiet: null,
        document: JSON.stringify({ ...document, score: null, interval: null, subscores: null, trend: null }),
      }),
      standing(acme, { of: 'account', document: JSON.stringify({ ...document, singleThreaded: true }) }),
    ])
    const snapshot = { model: 2, madeAt: 1, subjects: 1, scored: 1, mean: 1 }
    await transaction.putSnapshots([
      { ...snapshot, of: 'person', day: 20_500, medianChange: -50 },
      { ...snapshot, of: 'person', day: 20_510, medianChange: -2.25 },
      { ...snapshot, of: 'account', day: 20_511, medianChange: -5 },
    ])
    const history = { model: 1, status: 'ok', band: 'at-risk', change: -1.5 } as const
    await transaction.putHistory([
      { ...history, of: 'person', subject: user, day: 0, score: 12.5, subscores: { depth: 12.5 } },
      { ...history, of: 'account', subject: acme, day: 59, score: null, subscores: null },
    ])
  })
}

it('user_scores tells how everybody stands', async () => {
  await seed()
  expect(await columnsOf('user_scores')).toEqual(['user_id', ...SCORE_COLUMNS])
  expect(await select('SELECT * FROM user_scores ORDER BY score DESC')).toEqual([
    {
      user_id: 'u',
      status: 'ok',
      score: 47.25,
      band: 'needs-attention',
      low: 40.5,
      high: 53.75,
      change: -14.5,
      adjusted: -12.25,
      declining: 1,
      persistently_low: 1,
      never_healthy: 0,
      quiet_days: 9,
      quiet_probability: 0.004,
      profile: 'enterprise',
      first_seen: '2024-10-04',
      subscores: '{"depth":47.25,"a \\"name\\"":0.1}',
      traits: '{"plan":"pro"}',
      model: 2,
      as_of: '2026-03-01T12:30:00.125Z',
    },
    {
      ...Object.fromEntries(SCORE_COLUMNS.map((name) => [name, null])),
      user_id: 'new',
      status: 'insufficient_data',
      declining: 0,
      persistently_low: 0,
      never_healthy: 0,
      profile: 'enterprise',
      first_seen: '2024-10-04',
      traits: '{"plan":"pro"}',
      model: 2,
      as_of: '2026-03-01T12:30:00.125Z',
    },
  ])
})

it('account_scores tells the same of accounts, and who hangs by one person', async () => {
  await seed()
  expect(await columnsOf('account_scores')).toEqual(['account_id', ...SCORE_COLUMNS, 'single_threaded'])
  const [acme, ...others] = await select('SELECT * FROM account_scores')
  expect([acme, others]).toMatchObject([{ account_id: 'acme', adjusted: -9.5, declining: 0, single_threaded: 1 }, []])
})

it('score_history tells how they stood, by day', async () => {
  await seed()
  expect(await select('SELECT * FROM score_history ORDER BY day')).toEqual([
    {
      kind: 'user',
      id: 'u',
      day: '1970-01-01',
      status: 'ok',
      score: 12.5,
      band: 'at-risk',
      change: -1.5,
      subscores: '{"depth":12.5}',
      model: 1,
    },
    {
      kind: 'account',
      id: 'acme',
      day: '1970-03-01',
      status: 'ok',
      score: null,
      band: 'at-risk',
      change: -1.5,
      subscores: null,
      model: 1,
    },
  ])
})

it('events tells what was received, as it was sent', async () => {
  await seed()
  expect(await select('SELECT * FROM events ORDER BY received_at, occurred_at DESC')).toEqual([
    {
      message_id: '01890a5d-ac96-774b-bcce-b302099a8057',
      type: 'track',
      event: 'report_created',
      user_id: 'u',
      account_id: 'acme',
      occurred_at: '2026-03-01T12:30:00.124Z',
      received_at: '2026-03-01T12:30:00.125Z',
      session_id: 's',
      properties: '{"rows":3}',
    },
    {
      message_id: 'Any Text',
      type: 'alias',
      event: null,
      user_id: null,
      account_id: null,
      occurred_at: '1969-12-31T23:59:59.999Z',
      received_at: '2026-03-01T12:30:00.125Z',
      session_id: SESSION,
      properties: null,
    },
    {
      message_id: 'last',
      type: 'page',
      event: null,
      user_id: null,
      account_id: null,
      occurred_at: '1969-12-31T23:59:59.998Z',
      received_at: '2026-03-01T12:30:00.125Z',
      session_id: null,
      properties: null,
    },
  ])
})
