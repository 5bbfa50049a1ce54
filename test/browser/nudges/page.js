// Served to pages: a stand-in for a client, which keeps what it is told.
const subscribers = new Set()
const given = new Map()
const calls = []
const actions = []

/** Gives a slot its nudge, or none, as a client does: at once to whoever has subscribed. */
const give = (slot, nudge) => {
  given.set(slot, nudge)
  for (const subscriber of subscribers) if (subscriber.slot === slot) subscriber.callback(nudge)
}
const report = (name) => (nudge, days) => {
  calls.push(days ? `${name} ${nudge.id} ${days}` : `${name} ${nudge.id}`)
  if (!['shown', 'clicked'].includes(name)) give(nudge.slot, null)
}
const nudges = {
  subscribe(slot, callback) {
    const subscriber = { slot, callback }
    subscribers.add(subscriber)
    if (given.has(slot)) callback(given.get(slot))
    return () => subscribers.delete(subscriber)
  },
  ...Object.fromEntries(['shown', 'clicked', 'dismissed', 'snoozed', 'completed'].map((name) => [name, report(name)])),
}

addEventListener('uptake:action', (event) => {
  actions.push({ event: event.detail.event, id: event.detail.nudge.id, target: event.target.localName })
  if (document.documentElement.dataset.prevents !== undefined) event.preventDefault()
})
Object.assign(globalThis, { calls, actions, give, nudges, subscribers })
