import type { Problem } from '@uptake/shared/wire'
import { expect, it } from 'vitest'
import { tokenOf } from '../harness/token-of.ts'
import { nextOffer, openStage, rule } from './stage.ts'

const RULES = [
  rule('shown', { slot: 'top' }),
  rule('share-a-report', { slot: 'top', when: { daysKnown: { atLeast: 99 } }, holdout: 1, data: { tour: 1 } }),
  rule('aside'),
]

it('?preview= offers that nudge alone in its slot, whatever its rule, caps and arm say', async () => {
  await using stage = await openStage(RULES)
  await stage.track('ada', 'signed_in')
  expect(await stage.offered('ada')).toEqual(['aside', 'shown'])
  for (let turn = 0; turn < 2; turn++) {
    const nudges = await stage.nudges('ada', { preview: 'share-a-report' })
    expect(nudges.map(({ id }) => id)).toEqual(['share-a-report', 'aside'])
    expect(nudges[0]).toMatchObject({ slot: 'top', title: 'Title of share-a-report', data: { tour: 1 } })
    expect(nudges[0]).not.toHaveProperty('held')
    await stage.tell('ada', 'nudge_completed', 'share-a-report')
  }
  await using stream = await stage.stream('ada', { preview: 'share-a-report' })
  expect(await nextOffer(stream)).toEqual(['share-a-report', 'aside'])
  // Who is not known yet may be shown one too.
  expect(await stage.offered('new', { preview: 'aside' })).toEqual(['aside'])
})

it.each([
  { preview: 'share-a-reprot', detail: /^preview: no nudge of the app has this id; did you mean share-a-report\?/ },
  { preview: 'zzz', detail: /^preview: no nudge of the app has this id\. / },
  { preview: '', detail: /^preview: / },
])('a preview of $preview is 400 invalid_parameter', async ({ preview, detail }) => {
  await using stage = await openStage(RULES)
  const response = await stage.fetchMe('ada', { preview })
  const problem = (await response.json()) as Problem
  expect([response.status, problem.code, problem.detail]).toEqual([
    400,
    'invalid_parameter',
    expect.stringMatching(detail),
  ])
})

it('a preview is 403 where the collector does not listen on loopback, whether there is such a nudge or not', async () => {
  await using stage = await openStage(RULES, { instead: { isLocal: false } })
  for (const preview of ['shown', 'none']) {
    const response = await stage.fetchMe('ada', { preview })
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([403, 'forbidden'])
  }
  const { response } = await stage.stream('ada', { preview: 'shown' })
  expect(response.status).toBe(403)
})

it.each(['X-Forwarded-For', 'Via'])(
  'a preview is 403 for whom a proxy on this machine serves, as %s says',
  async (header) => {
    await using stage = await openStage(RULES)
    const headers = { Authorization: `Bearer ${await tokenOf({ sub: 'ada' })}`, [header]: '203.0.113.7' }
    const look = (query = '') => stage.collector.fetch(`/v1/me${query}`, { headers })
    expect((await look('?preview=share-a-report')).status).toBe(403)
    expect((await look()).status).toBe(200)
  },
)
