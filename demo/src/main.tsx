import { UptakeProvider } from '@uptake/sdk/react'
import { createRoot } from 'react-dom/client'
import { signIn, uptake } from './engagement/client.ts'
import { whoIs } from './people/whoever.ts'
import { Visit } from './visit.tsx'

const parameters = new URLSearchParams(window.location.search)
const who = whoIs(parameters.get('user'), parameters.get('account'))
const root = document.querySelector('#root')
if (root === null) throw new Error('index.html has no #root')

signIn(who)
createRoot(root).render(
  <UptakeProvider client={uptake}>
    <Visit first={who} />
  </UptakeProvider>,
)
