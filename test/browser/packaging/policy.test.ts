import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { openScene, type Scene } from './scene.ts'

let scene: Scene
let inline: string
beforeAll(async () => {
  scene = await openScene()
  // As it is pasted: a line end in the file would be part of its hash.
  inline = readFileSync(join(scene.consumer.sdk, 'dist/snippet.js'), 'utf8').trim()
})
afterAll(() => scene[Symbol.asyncDispose]())

/** Nothing but what the page needs: no `unsafe-inline`, no `unsafe-eval`, no text that becomes code. */
const policyOf = (scripts: string): Record<string, string> => ({
  'Content-Security-Policy': `default-src 'none'; script-src ${scripts}; connect-src ${scene.collector.url}; require-trusted-types-for 'script'`,
})

describe('a content security policy', () => {
  interface Page {
    readonly name: string
    readonly user: string
    readonly scripts: () => string
    readonly snippet: () => string
    readonly attributes?: string
  }
  const pages: readonly Page[] = [
    {
      name: 'of files alone',
      user: 'ada',
      scripts: () => `'self'`,
      snippet: () => '<script src="/sdk/snippet.js"></script>',
    },
    {
      name: 'with the hash of the snippet, inline',
      user: 'bob',
      scripts: () => `'self' '${scene.hashes['snippet.js inline']}'`,
      snippet: () => `<script>${inline}</script>`,
    },
    {
      name: 'with a nonce',
      user: 'cem',
      scripts: () => `'nonce-r4nd0m'`,
      snippet: () => `<script nonce="r4nd0m">${inline}</script>`,
      attributes: ' nonce="r4nd0m"',
    },
  ]

  it.each(pages)('$name lets everything through', async ({ user, scripts, snippet, attributes = '' }) => {
    scene.site.put(`/${user}.js`, `${scene.createsClient(user)}; client.track('report_created')`)
    const html = `${snippet()}<script${attributes} src="/${user}.js"></script><script${attributes} async src="/sdk/uptake.iife.js"></script>`
    await using visit = await scene.visit(scene.site.put(`/${user}`, html, { headers: policyOf(scripts()) }))
    await eventually(() => scene.eventsOf(user)).toEqual(['report_created'])
    expect(await visit.violations()).toEqual([])
    expect(visit.errors).toEqual([])
  })

  it('holds back a snippet that is not the one of the hash', async () => {
    const html = `<script>${inline} </script>`
    const headers = policyOf(`'${scene.hashes['snippet.js inline']}'`)
    await using visit = await scene.visit(scene.site.put('/other', html, { headers }))
    await visit.page.waitForLoadState()
    await eventually(() => visit.violations()).toEqual(['script-src-elem'])
    expect(await visit.page.evaluate('typeof uptake')).toBe('undefined')
  })
})

describe('subresource integrity', () => {
  const pageOf = (user: string, integrity: string): string => `
    <script src="/sdk/snippet.js" integrity="${scene.hashes['snippet.js integrity']}" crossorigin></script>
    <script async src="/sdk/uptake.iife.js" integrity="${integrity}" crossorigin></script>
    <script>
      ${scene.createsClient(user)}
      let isOver = false
      client.track('report_created')
      client.flush().then(() => (isOver = true))
    </script>`

  it('lets the scripts of the printed hashes in', async () => {
    const html = pageOf('dia', scene.hashes['uptake.iife.js integrity'] ?? '')
    await using visit = await scene.visit(scene.site.put('/intact', html))
    await eventually(() => scene.eventsOf('dia')).toEqual(['report_created'])
    expect(visit.errors).toEqual([])
  })

  it('keeps another script out, and the page goes on', async () => {
    const html = pageOf('eve', scene.hashes['snippet.js integrity'] ?? '')
    await using visit = await scene.visit(scene.site.put('/changed', html))
    await visit.page.waitForFunction('isOver')
    expect(await scene.eventsOf('eve')).toEqual([])
    expect(visit.errors).toEqual([])
  })
})
