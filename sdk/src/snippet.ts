// Stands in the page before the script: `uptake` can be used from here on as if that had arrived.
import { createStandIn } from './stand-in.ts'

// An element with the id "uptake" is found under that name too, but is not the window's own.
if (!Object.hasOwn(globalThis, 'uptake')) {
  const uptake = createStandIn(Date.now, (giveUp) => {
    if (document.readyState === 'complete') giveUp()
    else addEventListener('load', giveUp)
  })
  Object.assign(globalThis, { uptake })
}
