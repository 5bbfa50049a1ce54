import { useNudge } from '@uptake/sdk/react'
import { driver, type DriveStep } from 'driver.js'
import { useEffect } from 'react'

/** The nudge of a place as a tour over the page by driver.js: its own words first, then a step for each element. */
export function Tour({ slot, steps }: { slot: string; steps: readonly DriveStep[] }) {
  const shown = useNudge(slot)
  useEffect(() => {
    if (shown === null) return undefined
    const { title, body, action } = shown.nudge
    const tour = driver({
      animate: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      showProgress: true,
      // Not the button that closes it, which comes first.
      onHighlighted: (_element, _step, { state }) => state.popover?.nextButton.focus(),
      steps: [
        {
          popover: {
            // The library takes HTML, and a nudge is text: it is written when the elements are there.
            title: ' ',
            description: ' ',
            showButtons: ['next', 'close'],
            nextBtnText: action?.label ?? 'Next',
            onPopoverRender(popover) {
              popover.title.textContent = title
              popover.description.textContent = body
              const later = document.createElement('button')
              later.type = 'button'
              later.className = 'driver-popover-footer-btn'
              later.textContent = 'Later'
              later.addEventListener('click', () => shown.snooze(3))
              popover.footerButtons.prepend(later)
            },
            onNextClick() {
              shown.click()
              tour.moveNext()
            },
          },
        },
        ...steps,
      ],
      onDoneClick: shown.complete,
      // Closed, by its button, Escape or beside it.
      onDestroyStarted: shown.dismiss,
    })
    const before = document.activeElement
    tour.drive()
    // Whatever it was that took the nudge away, the tour goes with it, and the focus back.
    return () => {
      tour.destroy()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [shown, steps])
  return null
}
