// A server that records by mistake, and renders a component that does.
import { createUptake } from '@uptake/sdk'
import { defineNudges } from '@uptake/sdk/nudges'
import { UptakeProvider, useNudge, useScore, useTrack } from '@uptake/sdk/react'
import { createElement, useState } from 'react'
import { renderToString } from 'react-dom/server'
import { recordAll } from './plain.js'

const host = process.env.UPTAKE_HOST
const shared = createUptake({ host, writeKey: 'wk', userId: 'ada' })
defineNudges(shared)

function Report() {
  const [uptake] = useState(() => createUptake({ host: '/u', writeKey: 'wk' }))
  uptake.track('report_opened', { title: 'Q3' })
  useTrack()('report_opened')
  const score = useScore()?.user.score ?? 'no score yet'
  return createElement('h1', null, `Q3: ${score}`, useNudge('top')?.nudge.title)
}

await recordAll(host)
const html = renderToString(createElement(UptakeProvider, { client: shared }, createElement(Report)))
await shared.flush()
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout')
process.stdout.write(JSON.stringify({ html, timers }))
