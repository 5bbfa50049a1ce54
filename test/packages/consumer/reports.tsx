import { createUptake } from '@uptake/sdk'
import { UptakeProvider, useNudge, useScore, useTrack } from '@uptake/sdk/react'
import type config from './uptake.config.ts'

const uptake = createUptake<typeof config>({ host: 'https://uptake.example.com', writeKey: 'wk_…' })
const useAppTrack = useTrack<typeof config>

export const App = () => (
  <UptakeProvider client={uptake}>
    <Reports />
  </UptakeProvider>
)

function Reports() {
  const track = useAppTrack()
  const me = useScore()
  const here = useNudge('reports-top')
  return (
    <main>
      <output>{me?.user.score?.toFixed()}</output>
      <button onClick={() => track('report_created', { title: 'Q3' })}>New report</button>
      {here && (
        <aside>
          <h2>{here.nudge.title}</h2>
          <button onClick={here.dismiss}>Dismiss</button>
        </aside>
      )}
    </main>
  )
}
