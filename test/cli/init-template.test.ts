import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runUptake, spawnCollector } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())
const written = (): string => readFileSync(join(folder.path, 'uptake.config.ts'), 'utf8')

describe('uptake init --template', () => {
  it('R10: writes a configuration to start from, which starts', async () => {
    const { code } = await runUptake(['init', '--template', 'crm'], { cwd: folder.path })
    expect(code).toBe(0)
    expect(written()).toContain('deal_created')
    const config = join(folder.path, 'uptake.config.ts')
    const collector = await spawnCollector({ data: join(folder.path, 'data'), config })
    expect(await collector.end('SIGTERM')).toBe(0)
  })

  it('says which there are where it knows none by a name, and writes nothing', async () => {
    const { code, stderr } = await runUptake(['init', '--template', 'helpdesk'], { cwd: folder.path })
    expect(code).toBe(1)
    expect(stderr).toContain('there is no template helpdesk')
    expect(stderr).toContain('analytics, collaboration, components, crm, default, points, points-with-caps')
    expect(readdirSync(folder.path)).toEqual([])
  })
})
