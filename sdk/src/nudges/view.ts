import type { Engagement, Nudge } from '../types.ts'
import { followAnchor } from './follow-anchor.ts'
import { place } from './place.ts'
import { toAddress } from './to-address.ts'

/** Attributes that say the view's own words, and what it says without them. */
export const LABELS = {
  label: 'Suggestion',
  'dismiss-label': 'Dismiss',
  'snooze-label': 'Remind me…',
  'day-label': 'Tomorrow',
  'days-label': 'In 3 days',
  'week-label': 'In a week',
}
const SNOOZES = [
  ['day-label', 1],
  ['days-label', 3],
  ['week-label', 7],
] as const

/** `detail` of the event `uptake:action`: a nudge's button was pressed. To prevent its default is not to follow its link. */
export interface NudgeAction {
  readonly nudge: Nudge
  /** What the nudge's `action` leads to in the app. */
  readonly event?: string
}

export interface View {
  /** Shows a banner or a tooltip instead of what is there, or nothing. */
  show(nudge: Nudge | null): void
  /** Says the host's labels. */
  label(): void
}

function add<Tag extends keyof HTMLElementTagNameMap>(
  parent: Node,
  tag: Tag,
  part: string,
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.setAttribute('part', part)
  return parent.appendChild(element)
}

function say(element: Element, text: string): void {
  // The same again would be announced again.
  if (element.textContent !== text) element.textContent = text
}

function takesFocus(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.tabIndex >= 0 && !element.matches(':disabled, a:not([href])')
}

/** Draws into an element's shadow root. */
export function createView(host: HTMLElement, root: ShadowRoot, nudges: Engagement['nudges']): View {
  let nudge: Nudge | null = null
  /** Null where it shows nothing, undefined where a banner. */
  let anchor: Element | null | undefined = null
  /** Where the focus came from. */
  let before: Element | undefined
  let stop: (() => void) | undefined

  // A banner in the page, a tooltip above it; without a role it is neither, takes no room, and waits to be announced.
  const frame = add(root, 'div', 'frame')
  const box = add(frame, 'div', 'nudge')
  const words = add(box, 'div', 'words')
  words.setAttribute('role', 'status')
  const title = add(words, 'p', 'title')
  const body = add(words, 'p', 'body')
  const actions = add(box, 'div', 'actions')
  const later = add(actions, 'button', 'later')
  const choices = add(actions, 'div', 'choices')
  const toggle = (isOpen: boolean): void => {
    choices.hidden = !isOpen
    later.setAttribute('aria-expanded', `${isOpen}`)
  }
  later.addEventListener('click', () => toggle(!!choices.hidden))
  const buttons = SNOOZES.map(([name, days]) => {
    const button = add(choices, 'button', 'choice')
    button.addEventListener('click', () => nudges.snoozed(nudge!, days))
    return [button, name] as const
  })
  const close = add(box, 'button', 'close')
  close.addEventListener('click', () => nudges.dismissed(nudge!))

  frame.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    // A dialog around it stays.
    event.preventDefault()
    event.stopPropagation()
    if (choices.hidden) nudges.dismissed(nudge!)
    else {
      toggle(false)
      later.focus()
    }
  })
  frame.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget && !root.contains(relatedTarget as Node)) before = relatedTarget as Element
  })

  function label(): void {
    if (!nudge) return
    const text = (name: keyof typeof LABELS): string => host.getAttribute(name) || LABELS[name]
    frame.setAttribute('aria-label', nudge.title || text('label'))
    close.setAttribute('aria-label', text('dismiss-label'))
    say(later, text('snooze-label'))
    for (const [button, name] of buttons) say(button, text(name))
  }

  function drawAction(of: Nudge): void {
    root.querySelector('[part=action]')?.remove()
    if (!of.action) return
    const address = toAddress(of.action.href, document.baseURI)
    const button = add(actions, address ? 'a' : 'button', 'action')
    if (address) button.setAttribute('href', address)
    button.textContent = of.action.label
    actions.prepend(button)
    button.addEventListener('click', (click) => {
      nudges.clicked(of)
      const detail = { nudge: of, event: of.action!.event }
      const options = { bubbles: true, composed: true, cancelable: true, detail }
      if (!host.dispatchEvent(new CustomEvent('uptake:action', options))) click.preventDefault()
    })
  }

  /** Shows it at an anchor, or where the host stands. */
  function moveTo(to: Element | undefined, isInView: boolean): void {
    if (to !== anchor) {
      anchor = to
      frame.removeAttribute('popover')
      frame.setAttribute('role', to ? 'dialog' : 'region')
      if (to) {
        frame.setAttribute('popover', 'manual')
        // Tab comes to it after its source, or never where that takes no focus; then it comes where the host stands.
        frame.showPopover(takesFocus(to) ? { source: to } : {})
      }
    }
    if (!to) return
    const { clientWidth: width, clientHeight: height } = document.documentElement
    const size = { width: frame.offsetWidth, height: frame.offsetHeight }
    const { left, top, tip, isAbove } = place(to.getBoundingClientRect(), size, { width, height })
    frame.style.cssText = `left:${left + scrollX}px;top:${top + scrollY}px;--tip:${tip}px`
    frame.className = `${isAbove ? 'above' : ''} ${isInView ? '' : 'away'}`
  }

  function leave(): void {
    const hadFocus = root.activeElement
    for (const name of ['role', 'aria-label', 'popover', 'style', 'class']) frame.removeAttribute(name)
    if (hadFocus) {
      for (const to of [anchor, before] as (HTMLElement | undefined)[]) {
        to?.focus()
        if (to?.matches(':focus')) break
      }
    }
    anchor = null
    before = undefined
    toggle(false)
  }

  return {
    label,
    show(next) {
      const isNew = next?.id !== nudge?.id
      stop?.()
      stop = undefined
      if (isNew) leave()
      nudge = next
      say(title, next?.title ?? '')
      say(body, next?.body ?? '')
      if (!next) return
      label()
      drawAction(next)
      if (next.kind === 'tooltip' && next.anchor && 'showPopover' in frame)
        stop = followAnchor(next.anchor, box, moveTo)
      else moveTo(undefined, true)
      if (isNew) nudges.shown(next)
    },
  }
}
