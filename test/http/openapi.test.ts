import { Ajv2020 } from 'ajv/dist/2020.js'
import { createApp } from '@uptake/collector/src/http/app.ts'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KEYS, startCollector, type TestCollector } from '../harness/start-collector.ts'

const METHODS = ['get', 'post', 'delete'] as const
interface Description {
  paths: Record<string, Partial<Record<(typeof METHODS)[number], Operation>>>
  components: { schemas: Record<string, object> }
}
interface Operation {
  security: Record<string, unknown>[]
  responses: Record<string, { content?: Record<string, { schema?: object }> }>
}

const DAY_MS = 86_400_000
const config = {
  model: {
    actions: { report_created: { feature: 'reports', volume: 'rows' }, report_shared: { counterparts: 'with' } },
    dimensions: {
      breadth: { amount: 'features', target: 2, weight: 1 },
      depth: { amount: 'value', target: 20, weight: 1 },
      collaboration: { amount: 'counterparts', target: 3, weight: 1 },
    },
    activation: { actions: ['report_created', 'report_shared'] },
  },
}
/** Each step of two months' use by two people of one account, one of them new. */
const messages = [
  { type: 'identify', userId: 'ada', traits: { plan: 'pro' }, timestamp: dayBefore(60) },
  { type: 'group', userId: 'ada', groupId: 'acme', traits: { seats: 5 }, timestamp: dayBefore(60) },
  ...Array.from({ length: 30 }, (_, i) => ({
    type: 'track',
    userId: 'ada',
    event: i % 2 ? 'report_created' : 'report_shared',
    properties: { rows: 3, with: `colleague ${i % 4}` },
    context: { groupId: 'acme' },
    timestamp: dayBefore(2 * i),
  })),
  { type: 'track', userId: 'new', event: 'report_created', context: { groupId: 'acme' } },
]
function dayBefore(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString()
}

let collector: TestCollector
let description: Description
let ajv: Ajv2020
let routes: string[]
let token: string

beforeAll(async () => {
  collector = await startCollector(config, {
    instead(services) {
      const { routes: all } = createApp(services)
      routes = all.filter(({ method }) => METHODS.some((one) => one === method.toLowerCase())).map(toName)
      return {}
    },
  })
  await collector.send(messages)
  description = (await (await collector.fetch('/openapi.json')).json()) as Description
  ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ ...description, $id: 'api' })
  token = await new SignJWT({ account: 'acme' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ada')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(KEYS.identitySecret ?? ''))
})
afterAll(() => collector[Symbol.asyncDispose]())

const toName = ({ method, path }: { method: string; path: string }) =>
  `${method.toUpperCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`
const operations = () =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ name: toName({ method, path }), method, path, operation }] : []
    }),
  )

/** What a schema of the description says is wrong with a value. */
function faultsOf(path: string, method: string, status: number, type: string, value: unknown): unknown {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema']
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
  const validate = ajv.getSchema(`api#/${escaped.join('/')}`)
  if (!validate) throw new Error(`no schema of ${method} ${path} for ${status} ${type}`)
  return validate(value) ? [] : validate.errors
}

/** A request that each operation answers with 200. */
function requestFor(method: string, path: string, { security }: Operation): [path: string, RequestInit] {
  const scheme = Object.keys(security[0] ?? {})[0]
  const authorization = {
    writeKey: `Basic ${btoa(`${KEYS.writeKey}:`)}`,
    secretKey: `Bearer ${KEYS.secretKey}`,
    identityToken: `Bearer ${token}`,
  }[scheme ?? '']
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  const single = { userId: 'ada', anonymousId: 'a', previousId: 'b', groupId: 'acme', event: 'report_created' }
  const body = path.endsWith('/batch') ? { batch: [{ type: 'track', ...single }, { type: 'none' }] } : single
  return [
    path.replace('{id}', path.includes('/accounts/') ? 'acme' : 'ada') +
      (path.startsWith('/beacon') ? `?writeKey=${KEYS.writeKey}` : ''),
    { method, headers, ...(method === 'post' && { body: JSON.stringify(body) }) },
  ]
}

describe('the description of the collector', () => {
  it('has every route, but for the short names', () => {
    const long = routes.filter((name) => !/\/v1\/\w$/.test(name))
    expect(long.length).toBeGreaterThan(20)
    expect(
      operations()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...new Set(long)].toSorted())
  })

  it('takes what is sent', () => {
    const validate = ajv.getSchema('api#/components/schemas/Batch')
    expect([validate?.({ batch: messages, writeKey: KEYS.writeKey }), validate?.errors]).toEqual([true, null])
    expect(validate?.({ batch: [{ type: 'none', userId: 'ada' }] })).toBe(false)
  })

  it('says what else routes may answer', async () => {
    const headers = { authorization: `Bearer ${KEYS.secretKey}` }
    const cases = [
      ['get', '/v1/users/{id}/score', `/v1/users/ada/score?explain=change&since=${dayBefore(10)}`, 200],
      ['get', '/v1/users/{id}/score', '/v1/users/nobody/score', 404],
      ['get', '/v1/users/{id}/score', '/v1/users/ada/score?known=never', 400],
      ['get', '/v1/users/{id}/score', '/v1/users/new/score', 200],
      ['get', '/v1/users', '/v1/users?trait.plan=pro&min=1&limit=1', 200],
    ] as const
    for (const [method, path, target, status] of cases) {
      const answer = await collector.fetch(target, { headers })
      const type = answer.headers.get('Content-Type')?.split(';')[0] ?? ''
      const said = [target, answer.status, faultsOf(path, method, status, type, await answer.json())]
      expect(said).toEqual([target, status, []])
    }
  })

  it('says what each route answers, well and badly asked', async () => {
    // Whoever is to be erased is asked for before.
    const all = operations().toSorted((a, b) => METHODS.indexOf(a.method) - METHODS.indexOf(b.method))
    for (const { name, method, path, operation } of all) {
      const [target, init] = requestFor(method, path, operation)
      const answer = await collector.fetch(target, init)
      const type = answer.headers.get('Content-Type')?.split(';')[0] ?? ''
      expect([name, answer.status, type]).toEqual([
        name,
        200,
        Object.keys(operation.responses['200']?.content ?? {})[0],
      ])
      if (type !== 'application/json') await answer.body?.cancel()
      else if (path !== '/openapi.json')
        expect([name, faultsOf(path, method, 200, type, await answer.json())]).toEqual([name, []])

      if ('401' in operation.responses) {
        const wrong = { ...init, headers: { authorization: 'Bearer none', 'x-forwarded-for': '203.0.113.7' } }
        const refusal = await collector.fetch(target.split('?')[0] ?? '', wrong)
        const refused = [
          name,
          refusal.status,
          faultsOf(path, method, 401, 'application/problem+json', await refusal.json()),
        ]
        expect(refused).toEqual([name, 401, []])
      }
    }
  })

  it('is a page too, which runs nothing', async () => {
    const answer = await collector.fetch('/docs')
    const page = await answer.text()
    expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(page).not.toContain('<script')
    for (const { path } of operations()) expect(page).toContain(`<code>${path}</code>`)
    for (const name of Object.keys(description.components.schemas)) expect(page).toContain(`id="${name}"`)
  })
})
