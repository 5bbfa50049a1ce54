import type { DeliveredNudge, Me } from '@uptake/shared/wire'

/** Returns the subscription of one slot: a listener of `me` that calls back when the slot's nudge changes. */
export function createNudgeSlots(
  onHeld: (nudge: DeliveredNudge) => void,
): (slot: string, callback: (nudge: DeliveredNudge | null) => void) => (me: Me | null) => void {
  const held = new Set<string>()
  return (slot, callback) => {
    let shown: string | undefined
    return (me) => {
      if (!me) held.clear()
      let nudge = me?.nudges.find((candidate) => candidate.slot === slot) ?? null
      if (nudge?.held) {
        // Held out: it counts as shown at this very moment, once a page and person, and nobody sees it.
        if (!held.has(nudge.id)) onHeld(nudge)
        held.add(nudge.id)
        nudge = null
      }
      const text = JSON.stringify(nudge)
      if (text === shown) return
      shown = text
      callback(nudge)
    }
  }
}
