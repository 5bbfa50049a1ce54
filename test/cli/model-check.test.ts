import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake, spawnUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const model = {
  actions: { report_created: { feature: 'reports' }, signed_in: { passive: true } },
  dimensions: {
    logins: { amount: 'days', target: 3, weight: 1, actions: ['signed_in'] },
    depth: { amount: 'value', target: 20, weight: 1, maxShare: 0.5 },
    breadth: { amount: 'features', target: 4, weight: 1 },
  },
}
const { logins: _, ...values } = model.dimensions

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())
function write(config: object): string {
  const file = join(folder.path, 'config.json')
  writeFileSync(file, JSON.stringify(config))
  return file
}
const check = (config: object) => runUptake(['model', 'check', '--config', write(config)])

describe('uptake model check', () => {
  it('says that there is nothing to say', async () => {
    const people = { amount: 'counterparts', target: 1, weight: 1 }
    const actions = { ...model.actions, report_shared: { counterparts: 'with' } }
    const { code, stdout } = await check({ model: { actions, dimensions: { ...values, people } } })
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('nothing to warn of\n') })
  })

  it('R3: warns with the place and what to do, and ends well', async () => {
    const { code, stdout, stderr } = await check({ model })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/ has no fault, and 1 warning\(s\):\n/)
    expect(stdout).toMatch(
      /\n {2}model\.actions\.signed_in: signed_in is passive and scores, by dimensions\.logins\. Count/,
    )
  })

  it('R30: ends with 1 on faults, and tells those alone', async () => {
    const { code, stdout, stderr } = await check({
      model: { ...model, dimensions: { ...model.dimensions, limit: {} } },
    })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('model.dimensions.limit: an explanation has a line of its own')
    expect(stderr).not.toContain('passive')
  })
})

it('R3: uptake serve logs each warning once, when it starts', async () => {
  const data = join(folder.path, 'data')
  const child = spawnUptake(['serve', '--port', '0', '--data', data, '--config', write({ model })])
  let log = ''
  child.stderr?.on('data', (chunk) => (log += String(chunk)))
  child.stdout?.on('data', () => child.kill('SIGTERM'))
  expect((await once(child, 'close'))[0]).toBe(0)
  const warnings = log.split('\n').filter((line) => line.includes('"level":40'))
  expect(warnings.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ path: 'model.actions.signed_in', hint: expect.any(String) as string }),
  ])
})
