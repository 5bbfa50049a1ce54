import { useState } from 'react'
import { App } from './app.tsx'
import { signIn } from './engagement/client.ts'
import type { Who } from './people/whoever.ts'
import { goTo } from './route.ts'

/** Keeps who is there, in the address too, so that a reload or a link finds the same person. */
export function Visit({ first }: { first: Who }) {
  const [who, setWho] = useState(first)
  const switchTo = (next: Who): void => {
    const address = new URL(window.location.href)
    address.searchParams.set('user', next.person.id)
    address.searchParams.set('account', next.account.id)
    window.history.replaceState(null, '', address)
    goTo('reports')
    signIn(next)
    setWho(next)
  }
  return <App key={`${who.account.id} ${who.person.id}`} who={who} onSwitch={switchTo} />
}
