import type { Page } from 'playwright-core'

/** All that a site has stored in a browser, one text each: records of whatever database, Web Storage, cookies. */
export function keptBy(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error ?? new Error('no database')))
      })
    const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage), ...(await caches.keys())]
    if (document.cookie) kept.push(document.cookie)
    for (const { name } of await indexedDB.databases()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const database = await done(indexedDB.open(name ?? ''))
      for (const storeName of database.objectStoreNames) {
        const store = database.transaction(storeName).objectStore(storeName)
        const records = Promise.all([done(store.getAllKeys()), done<unknown[]>(store.getAll())])
        // oxlint-disable-next-line no-await-in-loop
        const [keys, values] = await records
        for (const [index, key] of keys.entries()) kept.push(JSON.stringify([key, values[index]]))
      }
      database.close()
    }
    return kept.map((entry) => [entry].flat().join(' '))
  })
}
