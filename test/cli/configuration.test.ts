import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runUptake } from '../harness/spawn-collector.ts'
import { temporaryFolder } from '../harness/start-collector.ts'

const MODEL = `{ actions: { made: {} }, dimensions: { days: { amount: 'days', target: 3, weight: 1 } } }`
let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())
const check = (text: string) => {
  writeFileSync(join(folder.path, 'uptake.config.ts'), text)
  return runUptake(['model', 'check'], { cwd: folder.path })
}

it.each(['@uptake/sdk', '@uptake/shared'])('takes defineUptake from %s where nothing is installed', async (from) => {
  const text = `import { defineUptake } from '${from}'\nexport default defineUptake({ model: ${MODEL} })\n`
  expect(await check(text)).toMatchObject({ code: 0, stderr: '' })
})

it('takes the default rules of nudges where nothing is installed', async () => {
  const text = `import { defaultNudges, defineUptake } from '@uptake/sdk'
const model = ${MODEL} as const
export default defineUptake({ model, nudges: defaultNudges(model, { slot: 'top', webhooks: 'user' }) })
`
  expect(await check(text)).toMatchObject({ code: 1, stderr: expect.stringContaining('nudges[0].deliver') as string })
  const whole = text.replace('{ model, ', "{ model, webhooks: { url: 'https://example.com' }, ")
  expect(await check(whole)).toMatchObject({ code: 0, stderr: '' })
})

it.each(['commonjs', undefined])('takes an exported default where the package around has the type %s', async (type) => {
  writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ type }))
  expect(await check(`export default { model: ${MODEL} } as const\n`)).toMatchObject({ code: 0, stderr: '' })
})
