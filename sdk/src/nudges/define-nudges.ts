import type { Engagement } from '../types.ts'
import style from './style.css'
import { createView, LABELS, type View } from './view.ts'

/**
 * Defines `<uptake-nudge slot-name="…">`, which shows the nudge of its slot, by default, and reports what becomes of it.
 * On a server, where it is defined already, and in browsers that share no style sheets (before Safari 16.4), it does nothing.
 */
export function defineNudges({ nudges }: Pick<Engagement, 'nudges'>): void {
  if (!globalThis.document?.adoptedStyleSheets || customElements.get('uptake-nudge')) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)

  class UptakeNudge extends HTMLElement {
    static readonly observedAttributes: readonly string[] = ['slot-name', ...Object.keys(LABELS)]
    readonly #view: View
    #stop: (() => void) | undefined
    /** A nudge for the app itself that was left to its other subscribers. */
    #left: string | undefined

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [sheet]
      this.#view = createView(this, root, nudges)
    }

    connectedCallback(): void {
      this.#stop?.()
      this.#stop = nudges.subscribe(this.getAttribute('slot-name') ?? '', (nudge) => {
        const isCustom = nudge?.kind === 'custom'
        this.#view.show(isCustom ? null : nudge)
        if (!isCustom || nudge.id === this.#left) return
        this.#left = nudge.id
        // Behind the app's own subscriber, who gets it then; after what is called here has given the way to stop it.
        queueMicrotask(() => this.#stop && this.connectedCallback())
      })
    }

    disconnectedCallback(): void {
      this.#stop?.()
      this.#stop = undefined
      this.#view.show(null)
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (!this.#stop || before === now) return
      if (name === 'slot-name') this.connectedCallback()
      else this.#view.label()
    }
  }
  customElements.define('uptake-nudge', UptakeNudge)
}
