/** What may move an anchor without changing the document or a size: an image that has come, a transition that has ended. */
const MOVES = ['scroll', 'resize', 'load', 'transitionend']

function find(selector: string): Element | undefined {
  try {
    // One selector may mean a link of the wide page and one of the narrow page, of which one is seen.
    return [...document.querySelectorAll(selector)].find((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    )
  } catch {
    // Not a selector, or a browser that cannot tell.
    return undefined
  }
}

/**
 * Calls back with the first visible element of a selector, at once and, once a frame, whenever it or what is `beside` it may have moved, come
 * or gone.
 * @param onMove - `isInView`: some of it is to be seen, scrolled into view; false until that is known
 * @returns what ends it
 */
export function followAnchor(
  selector: string,
  beside: Element,
  onMove: (anchor: Element | undefined, isInView: boolean) => void,
): () => void {
  let anchor: Element | undefined
  let isInView = false
  let frame = 0
  const end = new AbortController()
  const soon = (): void => void (frame ||= requestAnimationFrame(look))
  const sizes = new ResizeObserver(soon)
  const changes = new MutationObserver(soon)
  const view = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)!.isIntersecting
    soon()
  })

  function look(): void {
    frame = 0
    const found = find(selector)
    if (found !== anchor) {
      anchor = found
      isInView = false
      view.disconnect()
      sizes.disconnect()
      for (const element of [beside, document.documentElement, anchor]) if (element) sizes.observe(element)
      if (anchor) view.observe(anchor)
    }
    onMove(anchor, isInView)
  }

  changes.observe(document, { subtree: true, childList: true, attributes: true })
  for (const name of MOVES) addEventListener(name, soon, { capture: true, signal: end.signal })
  look()
  return () => {
    cancelAnimationFrame(frame)
    end.abort()
    for (const observer of [sizes, changes, view]) observer.disconnect()
  }
}
