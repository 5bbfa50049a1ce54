// A server that records by mistake, and renders a component that does.
import { createUptake } from '@uptake/sdk'
import { createElement, useState, useSyncExternalStore } from 'react'
import { renderToString } from 'react-dom/server'
import { recordAll } from './plain.js'

const host = process.env.UPTAKE_HOST
const shared = createUptake({ host, writeKey: 'wk', userId: 'ada' })

function Report() {
  const [uptake] = useState(() => createUptake({ host: '/u', writeKey: 'wk' }))
  uptake.track('report_opened', { title: 'Q3' })
  shared.track('report_opened')
  const score = useSyncExternalStore(
    shared.me.subscribe,
    () => 'only asked for in a browser',
    () => 'no score yet',
  )
  return createElement('h1', null, `Q3: ${score}`)
}

await recordAll(host)
const html = renderToString(createElement(Report))
await shared.flush()
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout')
process.stdout.write(JSON.stringify({ html, timers }))
