import { expect, it, vi } from 'vitest'
import { installConnection, type Page } from './connection.ts'

const HOST = 'http://127.0.0.1:4747'
const BATCH = `${HOST}/v1/batch`

class BrowserNavigator {
  get onLine(): boolean {
    return true
  }
}

function openPage(answer: typeof fetch) {
  const items = new Map<string, string>()
  const localStorage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  }
  const page: Page = Object.assign(new EventTarget(), {
    fetch: vi.fn<typeof fetch>(answer),
    localStorage,
    navigator: new BrowserNavigator(),
  })
  return { page, connection: installConnection(HOST, page) }
}
const accept = (accepted: number) => () =>
  Promise.resolve(Response.json({ success: true, accepted, duplicates: 0, rejected: [] }))

it('counts what was recorded and not yet acknowledged', async () => {
  const { page, connection } = openPage(accept(2))
  for (let message = 0; message < 3; message++) connection.recorded()
  expect(connection.get()).toEqual({ line: 'online', waiting: 3 })
  await page.fetch(BATCH)
  await expect.poll(() => connection.get().waiting).toBe(1)
})

it('does not count an answer that says nothing of success', async () => {
  const { page, connection } = openPage(() => Promise.resolve(Response.json({ accepted: 1 })))
  connection.recorded()
  await (await page.fetch(BATCH)).text()
  expect(connection.get().waiting).toBe(1)
})

it('switched off: fails requests to the collector alone, tells the page, and is there again after a reload', async () => {
  const { page, connection } = openPage(accept(0))
  const heard: string[] = []
  for (const type of ['offline', 'online']) page.addEventListener(type, () => heard.push(type))
  connection.setOffline(true)
  expect(page.navigator.onLine).toBe(false)
  await expect(page.fetch(BATCH)).rejects.toThrow(TypeError)
  await expect(page.fetch('http://127.0.0.1:5173/')).resolves.toHaveProperty('ok', true)
  expect(installConnection(HOST, page).get().line).toBe('switched-off')
  connection.setOffline(false)
  expect(heard).toEqual(['offline', 'online'])
})

it('switched off in one tab: off in the others, and on with it', () => {
  const { page, connection } = openPage(accept(0))
  const other: Page = Object.assign(new EventTarget(), {
    fetch: page.fetch,
    localStorage: page.localStorage,
    navigator: new BrowserNavigator(),
  })
  const otherConnection = installConnection(HOST, other)
  const heard: string[] = []
  for (const type of ['offline', 'online']) other.addEventListener(type, () => heard.push(type))
  for (const offline of [true, false]) {
    connection.setOffline(offline)
    other.dispatchEvent(new Event('storage'))
    expect(otherConnection.get().line).toBe(offline ? 'switched-off' : 'online')
  }
  expect(heard).toEqual(['offline', 'online'])
})

it('switched off: ends what is under way', async () => {
  const { page, connection } = openPage((_, init) => {
    const { promise, reject } = Promise.withResolvers<Response>()
    init?.signal?.addEventListener('abort', () => reject(new TypeError('Failed to fetch')))
    return promise
  })
  const streaming = page.fetch(`${HOST}/v1/me/stream`)
  connection.setOffline(true)
  await expect(streaming).rejects.toThrow(TypeError)
  expect(connection.get().line).toBe('switched-off')
})

it('says when the collector does not answer, and when it does again', async () => {
  let isUp = false
  const { page, connection } = openPage(() => (isUp ? accept(0)() : Promise.reject(new TypeError('Failed to fetch'))))
  await expect(page.fetch(BATCH)).rejects.toThrow(TypeError)
  expect(connection.get().line).toBe('unreachable')
  isUp = true
  await page.fetch(BATCH)
  expect(connection.get().line).toBe('online')
})
