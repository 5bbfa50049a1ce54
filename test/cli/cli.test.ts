import { once } from 'node:events'
import { connect } from 'node:net'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENVIRONMENT, runUptake, spawnCollector, spawnUptake } from '../harness/spawn-collector.ts'
import { KEYS, temporaryFolder } from '../harness/start-collector.ts'

const config = {
  model: {
    actions: {
      report_created: { feature: 'reports', value: 3, volume: 'rows' },
      report_shared: { counterparts: 'with' },
    },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
  },
}
let folder: ReturnType<typeof temporaryFolder>
let paths: { data: string; config: string }
let project: string[]
beforeEach(() => {
  folder = temporaryFolder()
  paths = { data: join(folder.path, 'data'), config: join(folder.path, 'config.json') }
  writeFileSync(paths.config, JSON.stringify(config))
  project = ['--data', paths.data, '--config', paths.config]
})
afterEach(() => folder.remove())

const write = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder.path, name), content)
  return join(folder.path, name)
}
const csv = (rows: string[], header = 'event_id,occurred_at,received_at,user_id,account_id,action,rows') =>
  [header, ...rows, ''].join('\n')
/** A user on each of ten days. */
const tenDays = (userId: string) =>
  Array.from({ length: 10 }, (_, day) => {
    const at = `2026-01-${String(day + 10)}T10:00Z`
    return `${userId}${day},${at},${at},${userId},acme,report_created,${day}`
  })

describe('uptake init', () => {
  it('writes a configuration that starts, and keys that only their owner reads', async () => {
    const here = join(folder.path, 'project')
    mkdirSync(here)
    const { code, stdout } = await runUptake(['init'], { cwd: here })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('wrote') })
    const env = readFileSync(join(here, '.env'), 'utf8')
    for (const name of ['UPTAKE_WRITE_KEY', 'UPTAKE_SECRET_KEY', 'UPTAKE_IDENTITY_SECRET'])
      expect(env).toMatch(new RegExp(`^${name}=\\S{20,}$`, 'm'))
    expect(statSync(join(here, '.env')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(here, '.gitignore'), 'utf8')).toBe('.env\nuptake.db*\n')
    const collector = await spawnCollector({ data: join(here, 'data'), config: join(here, 'uptake.config.ts') })
    expect(await collector.end('SIGTERM')).toBe(0)
    expect(statSync(join(here, 'data')).mode & 0o777).toBe(0o700)
    expect(statSync(join(here, 'data', 'uptake.db')).mode & 0o777).toBe(0o600)
  })

  it('keeps what is there, and adds the keys that are missing', async () => {
    write('uptake.config.ts', 'export default {}')
    const env = write('.env', 'OTHER=1\nUPTAKE_WRITE_KEY=mine')
    write('.gitignore', 'dist\r\n/.env')
    chmodSync(env, 0o644)
    await runUptake(['init'], { cwd: folder.path })
    expect(readFileSync(join(folder.path, 'uptake.config.ts'), 'utf8')).toBe('export default {}')
    expect(readFileSync(env, 'utf8')).toMatch(
      /^OTHER=1\nUPTAKE_WRITE_KEY=mine\nUPTAKE_SECRET_KEY=\S+\nUPTAKE_IDENTITY_SECRET=\S+\nUPTAKE_WEBHOOK_SECRET=whsec_\S+\n$/,
    )
    expect(statSync(env).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder.path, '.gitignore'), 'utf8')).toBe('dist\r\n/.env\nuptake.db*\n')
  })
})

describe('uptake serve', () => {
  it('says every fault of a configuration, with its path and how to mend it', async () => {
    const faulty = {
      model: {
        ...config.model,
        dimensions: { frequency: { amount: 'days', target: 0, weight: 1 } },
        activation: { actions: ['report_craeted'] },
      },
    }
    const { code, stderr } = await runUptake([
      'serve',
      ...project.slice(0, 3),
      write('faulty.json', JSON.stringify(faulty)),
    ])
    expect(code).toBe(1)
    expect(stderr).toContain('model.dimensions.frequency.target')
    expect(stderr).toContain('model.activation.actions[0]')
    expect(stderr).toContain('report_created')
    expect(stderr).not.toContain('    at ')
  })

  it('says where a configuration cannot be parsed, and where nothing is exported', async () => {
    const broken = write('broken.ts', 'export default {\n  model: {}\n  nudges: [],\n}\n')
    const named = write('named.ts', 'export const config = {}\n')
    for (const [file, says] of [
      [broken, 'broken.ts:3 could not be loaded: '],
      [named, '\n  the default export: is missing. '],
    ] as const) {
      const { code, stderr } = await runUptake(['model', 'check', '--config', file])
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(says) })
    }
  })

  it('refuses identity "trust" on a host that others reach', async () => {
    const trusting = write('trust.json', JSON.stringify({ ...config, identity: 'trust' }))
    const { code, stderr } = await runUptake([
      'serve',
      '--host',
      '0.0.0.0',
      '--port',
      '0',
      '--data',
      paths.data,
      '--config',
      trusting,
    ])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('refused on host 0.0.0.0') })
  })

  it('refuses identity "verify" without the secret that it needs', async () => {
    const verifying = write('verify.json', JSON.stringify({ ...config, identity: 'verify' }))
    const args = ['serve', '--port', '0', '--data', paths.data, '--config', verifying]
    const { code, stdout, stderr } = await runUptake(args, {
      environment: { ...ENVIRONMENT, UPTAKE_IDENTITY_SECRET: '' },
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/identity "verify" .*UPTAKE_IDENTITY_SECRET, which is not set\n.*uptake init/)
  })

  it('says that a port is taken', async () => {
    const collector = await spawnCollector(paths)
    const { code, stderr } = await runUptake(['serve', ...project, '--port', new URL(collector.url).port])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('EADDRINUSE') })
    await collector.end('SIGTERM')
  })

  it('refuses an empty host, which would be every address', async () => {
    const { code, stderr } = await runUptake(['serve', '--host', '', ...project])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('--host is empty') })
  })

  it('answers what is in flight when it is told to stop', async () => {
    const collector = await spawnCollector(paths)
    const batch = [{ type: 'track', userId: 'u', event: 'report_created' }]
    const body = JSON.stringify({ batch, writeKey: KEYS.writeKey })
    const { hostname, port } = new URL(collector.url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const head = ['POST /v1/batch HTTP/1.1', `Host: ${hostname}`, `Content-Length: ${body.length}`, 'Connection: close']
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
    // The half request is there once a whole one that came after it has been answered.
    expect((await fetch(`${collector.url}/healthz`)).status).toBe(200)
    const ended = collector.end('SIGINT')
    await expect.poll(() => fetch(`${collector.url}/healthz`).catch(() => 'refused')).toBe('refused')
    socket.write(body.slice(10))
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*"accepted":1/)
    expect(await ended).toBe(0)
  })
})

describe('uptake import', () => {
  const lastLine = (text: string) => text.trim().split('\n').at(-1)

  it.each([
    { name: 'CSV', file: 'log.csv', content: csv(tenDays('a')) },
    { name: 'gzipped CSV', file: 'log.csv.gz', content: gzipSync(csv(tenDays('a'))) },
    {
      name: 'CSV with quotes, CRLF and a byte order mark',
      file: 'log.csv',
      content: `\uFEFF${csv(tenDays('a').map((row) => row.replace('acme', '"acme"'))).replaceAll('\n', '\r\n')}`,
    },
    { name: 'semicolons', file: 'log.csv', content: csv(tenDays('a')).replaceAll(',', ';') },
    {
      name: 'JSON lines of messages',
      file: 'log.jsonl',
      content: tenDays('a')
        .map((row) => row.split(','))
        .map(([id, timestamp, receivedAt, userId, groupId, event]) =>
          JSON.stringify({ type: 'track', messageId: id, timestamp, receivedAt, userId, event, context: { groupId } }),
        )
        .join('\n'),
    },
    {
      name: 'JSON lines of rows',
      file: 'log.jsonl',
      content: tenDays('a')
        .map((row) => row.split(','))
        .map(([id, occurred_at, received_at, user_id, account_id, action]) =>
          JSON.stringify({ id, occurred_at, received_at, user_id, account_id, action }),
        )
        .join('\n'),
    },
  ])('takes $name, and adds nothing the second time', async ({ file, content }) => {
    const path = write(file, content)
    const first = await runUptake(['import', path, ...project])
    expect(lastLine(first.stderr)).toMatch(/^10 rows in \S+ s: 10 new, 0 there already, 0 refused$/)
    const second = await runUptake(['import', path, ...project])
    expect(lastLine(second.stderr)).toMatch(/: 0 new, 10 there already, 0 refused$/)
    const { stdout } = await runUptake(['scores', '--json', '--at', '2026-01-20', ...project])
    expect(JSON.parse(stdout)).toMatchObject({ subject: { user: 'a' }, status: 'provisional' })
    const accounts = await runUptake(['scores', '--json', '--accounts', '--at', '2026-01-20', ...project])
    expect(JSON.parse(accounts.stdout)).toMatchObject({ subject: { account: 'acme' } })
  })

  it('takes columns by the names that it is told', async () => {
    const path = write('log.csv', csv(tenDays('a'), 'n,when,seen,who,team,what,rows'))
    const map = ['rowId=n', 'timestamp=when', 'receivedAt=seen', 'userId=who', 'groupId=team', 'event=what']
    const { stderr } = await runUptake(['import', path, ...project, '--map', ...map])
    expect(lastLine(stderr)).toContain('10 new')
    const wrong = await runUptake(['import', path, ...project, '--map', 'userId=whom'])
    expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('no column "whom"'),
    })
    const none = await runUptake(['import', path, ...project])
    expect({ code: none.code, stderr: none.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('--map userId=COLUMN'),
    })
  })

  it('takes the good rows of a file that has bad ones, and says which those are', async () => {
    const rows = [
      ...tenDays('a'),
      'x,not a time,,u,acme,report_created,1',
      'short,row',
      'y,2026-01-01T00:00Z,,,acme,report_created,1',
    ]
    const { code, stderr } = await runUptake(['import', write('log.csv', csv(rows)), ...project])
    expect(code).toBe(0)
    expect(stderr).toContain('10 new, 0 there already, 3 refused')
    expect(stderr).toMatch(/line 12: .*timestamp/)
    expect(stderr).toMatch(/line 13: .*2 fields/)
    expect(stderr).toMatch(/line 14: .*userId/)
  })

  it('takes a file’s own times, and knows a line without an id by its place', async () => {
    const messages = [
      {
        type: 'track',
        userId: 'a',
        event: 'report_created',
        timestamp: '2024-01-01T00:00:00Z',
        sentAt: '2024-01-01T00:00:01Z',
      },
      { type: 'track', userId: 'a', event: 'report_created' },
      { type: 'track', userId: 'a', event: 'report_created' },
    ]
    const path = write('log.jsonl', messages.map((message) => JSON.stringify(message)).join('\n'))
    expect(lastLine((await runUptake(['import', path, ...project])).stderr)).toContain('3 new')
    expect(lastLine((await runUptake(['import', path, ...project])).stderr)).toContain('0 new, 3 there already')
    expect((await runUptake(['scores', '--json', '--at', '2024-01-02', ...project])).stdout).toContain('"user":"a"')
  })

  it.each([
    {
      name: 'a time received that is none',
      header: 'user_id,action,received_at',
      row: 'u,report_created,soon',
      says: 'receivedAt',
    },
    { name: 'a user that is none', header: 'user_id,action,received_at', row: ',report_created,', says: 'userId' },
  ])('ends with 1 where no row is good: $name', async ({ header, row, says }) => {
    const { code, stderr } = await runUptake(['import', write('log.csv', csv([row], header)), ...project])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(says) })
  })

  it('takes columns of any name', async () => {
    const rows = ['u,report_created,x,y']
    const { stderr } = await runUptake([
      'import',
      write('log.csv', csv(rows, 'user_id,action,constructor,toString')),
      ...project,
    ])
    expect(lastLine(stderr)).toContain('1 new')
  })

  it('ends where the store cannot be opened', async () => {
    const path = write('log.csv', csv(tenDays('a')))
    const { code } = await runUptake(['import', path, '--data', join(path, 'below'), '--config', paths.config])
    expect(code).toBe(1)
  })

  it('tells two files by the same name apart where their lines have no ids', async () => {
    for (const [month, user] of [
      ['jan', 'a'],
      ['feb', 'b'],
    ] as const) {
      mkdirSync(join(folder.path, month))
      const rows = [`${user},report_created`]
      const { stderr } = await runUptake([
        'import',
        write(`${month}/events.csv`, csv(rows, 'user_id,action')),
        ...project,
      ])
      expect(lastLine(stderr)).toContain('1 new')
    }
  })

  it('says that a file is damaged', async () => {
    const path = write('log.csv.gz', gzipSync(csv(tenDays('a'))).subarray(0, 60))
    const { code, stderr } = await runUptake(['import', path, ...project])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^uptake: .* is damaged/) })
  })

  it('several at once may open a folder that is new', async () => {
    const files = ['a', 'b', 'c', 'd'].map((name) => write(`${name}.csv`, csv(tenDays(name))))
    const ended = await Promise.all(files.map((path) => runUptake(['import', path, ...project])))
    expect(ended.map(({ code, stderr }) => [code, lastLine(stderr)])).toEqual(
      files.map(() => [0, expect.stringContaining('10 new')]),
    )
  })

  it('tells rows of two files with the same row ids apart', async () => {
    await runUptake(['import', write('log.2024-01.csv', csv(['1,2026-01-10T10:00Z,,u,,report_created,1'])), ...project])
    const { stderr } = await runUptake([
      'import',
      write('log.2024-02.csv', csv(['1,2026-01-11T10:00Z,,u,,report_created,1'])),
      ...project,
    ])
    expect(lastLine(stderr)).toContain('1 new')
  })

  it('works beside a running collector that is taking messages in', async () => {
    const collector = await spawnCollector(paths)
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `${index},2026-01-10T10:00Z,,u${index % 50},acme,report_created,1`,
    )
    const imported = runUptake(['import', write('log.csv', csv(rows)), ...project])
    const isOver = imported.then(() => true)
    const send = async () => {
      const body = JSON.stringify({ type: 'track', userId: 'live', event: 'report_created', writeKey: KEYS.writeKey })
      expect((await fetch(`${collector.url}/v1/track`, { method: 'POST', body })).status).toBe(200)
      return false
    }
    let sent = 0
    while (!(await Promise.race([isOver, send()]))) sent++
    expect(lastLine((await imported).stderr)).toContain('20,000 new')
    expect(sent).toBeGreaterThan(0)
    const headers = { Authorization: `Bearer ${KEYS.secretKey}` }
    expect((await fetch(`${collector.url}/v1/users/u49/score`, { headers })).status).toBe(200)
    await collector.end('SIGTERM')
  })

  it('folds again where the model has changed since', async () => {
    const path = write('log.csv', csv(tenDays('a')))
    const scoreAt = async () => {
      const { stdout } = await runUptake(['scores', '--json', '--at', '2026-01-20', ...project])
      return JSON.parse(stdout) as { score: number; model: object }
    }
    await runUptake(['import', path, ...project])
    const before = await scoreAt()
    const changed = { model: { ...config.model, timeZone: 'Asia/Tokyo' } }
    writeFileSync(paths.config, JSON.stringify(changed))
    const stale = await runUptake(['scores', ...project])
    expect({ code: stale.code, stderr: stale.stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('another model than this one is in force'),
    })
    await runUptake(['import', path, ...project])
    // Ten days at 10:00 in UTC are the same ten days in Tokyo, seen at the end of one that comes nine hours earlier.
    const after = await scoreAt()
    expect(after).toMatchObject({ score: expect.closeTo(before.score, 9), model: { version: 2 } })
    expect(before).toMatchObject({ score: expect.closeTo(97, 0), model: { version: 1 } })
  })

  it('makes a running collector with another model say that it is out of date, instead of mixing the two', async () => {
    const collector = await spawnCollector(paths)
    let log = ''
    collector.process.stderr?.on('data', (chunk) => (log += String(chunk)))
    const changed = write('changed.json', JSON.stringify({ model: { ...config.model, timeZone: 'Asia/Tokyo' } }))
    await runUptake(['import', write('log.csv', csv(tenDays('a'))), '--data', paths.data, '--config', changed])
    const body = JSON.stringify({ type: 'track', userId: 'u', event: 'report_created', writeKey: KEYS.writeKey })
    const response = await fetch(`${collector.url}/v1/track`, { method: 'POST', body })
    expect([response.status, response.headers.has('Retry-After')]).toEqual([503, true])
    // What is wrong inside is no business of a client's.
    expect(await response.text()).not.toContain('model')
    await expect.poll(() => log).toContain('by another model')
    await collector.end('SIGTERM')
  })
})

describe('uptake scores', () => {
  it('lists users by band, and shows names from outside as they are written', async () => {
    const hostile = `evil${String.fromCharCode(0x202e)}`
    const rows = [...tenDays('daily'), `h,2026-01-10T10:00Z,,${hostile},acme,report_created,1`]
    await runUptake(['import', write('log.csv', csv(rows)), ...project])
    const { stdout } = await runUptake(['scores', '--at', '2026-01-20', ...project])
    expect(stdout).toMatch(
      /^2 users at 2026-01-20T23:59:59.999Z\n\nthriving \(1\) +score +frequency\ndaily +9\d\.\d +9\d\.\d +provisional\n\ninsufficient data \(1\) +score\nevil\\u\{202e\} +– +needs 2 more events of value\n$/,
    )
  })

  it('refuses an instant that is none', async () => {
    const { code, stderr } = await runUptake(['scores', '--at', 'soon', ...project])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('--at soon') })
  })
})

describe('uptake tail', () => {
  it('shows messages as they arrive, those refused too, with what is wrong with them', async () => {
    const collector = await spawnCollector(paths)
    const tail = spawnUptake(['tail', ...project])
    const lines = createInterface({ input: tail.stdout ?? process.stdin })[Symbol.asyncIterator]()
    const next = async () => String((await lines.next()).value)
    const send = (batch: object[]) =>
      fetch(`${collector.url}/v1/batch`, { method: 'POST', body: JSON.stringify({ batch, writeKey: KEYS.writeKey }) })

    await send([
      { type: 'track', userId: 'ada', event: 'report_created', properties: { rows: 3 }, context: { groupId: 'acme' } },
    ])
    expect(await next()).toMatch(/^\S+Z {2}track {5}report_created +ada @acme +\{"rows":3\}$/)
    await send([{ type: 'track', userId: 'ada', event: 'report_craeted' }])
    expect(await next()).toContain('report_craeted')
    expect(await next()).toBe('    ! event "report_craeted" is not in the model: did you mean "report_created"?')
    await send([{ type: 'track', event: 'report_created' }])
    expect(await next()).toContain('refused')
    expect(await next()).toMatch(/^ {4}! invalid_message: userId or anonymousId/)

    const ended = once(tail, 'exit')
    tail.kill('SIGINT')
    expect((await ended)[0]).toBe(0)
    await collector.end('SIGTERM')
    expect(existsSync(paths.data)).toBe(true)
  })
})
