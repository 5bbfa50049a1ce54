import { shown, type Fault, type Path } from '../fault.ts'
import { get, isRecord, list } from '../get.ts'
import { type Askable, conditionFaults } from './conditions.ts'
import { has } from './kinds.ts'
import { fault, unknownName } from './names.ts'

function* nudgeFaults(nudge: unknown, askable: Askable, path: Path): Generator<Fault> {
  const [when, kind] = [get(nudge, 'when'), get(nudge, 'kind')]
  if (isRecord(when)) yield* conditionFaults(when, askable, get(nudge, 'about'), [...path, 'when'])
  yield* unknownName(get(get(nudge, 'goal'), 'action'), askable.actions, 'action', [...path, 'goal', 'action'])
  if (kind === 'tooltip' && !has(nudge, 'anchor'))
    yield fault([...path, 'anchor'], 'is missing', 'Write the selector of the element that the tooltip points at.')
  if (kind === 'banner' && has(nudge, 'anchor'))
    yield fault([...path, 'anchor'], 'a banner points at nothing', 'Leave it out, or write "kind": "tooltip".')
}

/** Nudges that share an id, ask for what cannot be, or lead nowhere. */
export function* nudgesFaults(config: unknown, askable: Askable): Generator<Fault> {
  const ids = new Set<unknown>()
  for (const [i, nudge] of list(get(config, 'nudges')).entries()) {
    const at = ['nudges', i]
    const id = get(nudge, 'id')
    if (typeof id === 'string' && ids.has(id))
      yield fault([...at, 'id'], `another nudge is called ${shown(id)}`, 'Give each nudge an id of its own.')
    ids.add(id)
    yield* nudgeFaults(nudge, askable, at)
    if (get(nudge, 'deliver') === 'webhook' && !has(config, 'webhooks')) {
      const hint = 'Write "webhooks": { "url": "https://…" } in the configuration.'
      yield fault([...at, 'deliver'], 'there is nowhere to send it to', hint)
    }
  }
}

const LOOPBACK = /^http:\/\/(localhost|([^/:?#]+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])([:/?#]|$)/i

/** Requests that would go over a network unencrypted. */
export function* webhooksFaults(webhooks: unknown): Generator<Fault> {
  const url = get(webhooks, 'url')
  if (typeof url !== 'string' || !/^http:/i.test(url) || get(webhooks, 'allowPrivate') === true) return
  const hint = 'Write an https address, or allow an http one of a private network by "allowPrivate": true.'
  if (!LOOPBACK.test(url)) yield fault(['webhooks', 'url'], `${shown(url)} is not encrypted`, hint)
}
