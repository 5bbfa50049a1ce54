import { KEYS } from '../../../harness/start-collector.ts'
import { allStored } from '../account.ts'
import type { Scenario } from '../scenario.ts'

/** The app was updated while somebody was away, or has it open in another tab. */
export const VERSIONS: readonly Scenario[] = [
  {
    name: 'a queue that a page of the first version left',
    async run(scene) {
      const page = await scene.context.newPage()
      await page.goto(scene.ground.site.elsewhere)
      await page.evaluate(leaveQueue, { ...scene.take(2), writeKey: KEYS.writeKey, now: Date.now() })
      await page.close()
      await scene.openTab()
      await allStored(scene)
    },
  },
]

/** Stores what the first version stored, word for word: every later one has to send it. */
async function leaveQueue(left: { scene: string; event: string; from: number; writeKey: string; now: number }) {
  const { scene, event, from, writeKey, now } = left
  const request = indexedDB.open(`uptake/${writeKey}`)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('messages'))
  await new Promise((resolve) => request.addEventListener('success', resolve))
  const transaction = request.result.transaction('messages', 'readwrite')
  const store = transaction.objectStore('messages')
  const time = now.toString(16).padStart(12, '0')
  const ids = [0, 1].map((count) => `${time.slice(0, 8)}-${time.slice(8)}-7${count}00-8000-0123456789ab`)
  const anonymousId = `${time.slice(0, 8)}-${time.slice(8)}-7200-8000-0123456789ab`
  const messages = ids.map((messageId, index) =>
    JSON.stringify({
      messageId,
      timestamp: new Date(now).toISOString(),
      anonymousId,
      context: { sessionId: 's' },
      type: 'track',
      event,
      properties: { scene, number: from + index },
    }),
  )
  const [id = ''] = ids
  store.put({ id, userId: undefined, token: undefined, bytes: messages.join(',').length, messages }, id)
  // Of a version that is yet to come.
  store.put({ what: 'nobody knows' }, 'later')
  await new Promise((resolve) => transaction.addEventListener('complete', resolve))
  request.result.close()
  localStorage.setItem(`uptake/${writeKey}`, JSON.stringify({ anonymousId, sessionId: 's', activeAt: now }))
}
