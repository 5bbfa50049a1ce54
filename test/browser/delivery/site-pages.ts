const page = (title: string, script = ''): string =>
  `<!doctype html><title>${title}</title><script type="module">${script}</script>`

/** Makes a client of the options in its address, and keeps what that says. `tracks`: what to track at once, and when shown. */
export const APP: string = page(
  'App',
  `import { createUptake } from '/sdk.js'
const query = location.search
const { token, tracks: [atOnce, whenShown] = [], ...options } = JSON.parse(new URLSearchParams(query).get('options'))
globalThis.drops = []
globalThis.warnings = []
globalThis.createClient = (more) => createUptake({
  ...options,
  ...(token && { token: () => askToken() }),
  onDrop: (drop) => drops.push(drop),
  warn: (message) => warnings.push(message),
  ...more,
})
globalThis.uptake = createClient()
globalThis.trackNumbers = ({ scene, event, from, to }) => {
  for (let number = from; number < to; number++) uptake.track(event, { scene, number })
}
if (atOnce) trackNumbers(atOnce)
const sign = (isRestored) => {
  const value = JSON.stringify({ query, isRestored, isPrerendering: !!document.prerendering })
  return fetch('/sign?' + new URLSearchParams({ sign: value }), { method: 'POST' })
}
if (document.prerendering) {
  document.addEventListener('prerenderingchange', () => trackNumbers(whenShown))
  sign(false)
}
addEventListener('pageshow', ({ persisted }) => sign(persisted))`,
)

/** A page of the site without the SDK. */
export const ELSEWHERE: string = page('Elsewhere')

/** The visitor goes back when it is shown. */
export const THERE_AND_BACK: string = page(
  'There and back',
  `addEventListener('pageshow', () => setTimeout(() => history.back(), 50))`,
)

/** Has another page prerendered, and goes there when that has given a sign. */
export const SPECULATOR: string = page(
  'Speculator',
  `const address = new URLSearchParams(location.search).get('address')
const rules = document.createElement('script')
rules.type = 'speculationrules'
rules.textContent = JSON.stringify({ prerender: [{ urls: [address], eagerness: 'immediate' }] })
document.head.append(rules)
const { search } = new URL(address)
for (;;) {
  const signs = await (await fetch('/signs')).json()
  if (signs.some(({ query, isPrerendering }) => isPrerendering && query === search)) break
  await new Promise((resolve) => setTimeout(resolve, 50))
}
location.href = address`,
)
