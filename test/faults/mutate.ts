import { gzipSync } from 'node:zlib'
import { pick, type Random, wholeBetween } from '../../demo/random.ts'

/** What a request with a mutated body is made of. */
export interface Mutated {
  readonly body: Uint8Array
  readonly isGzip: boolean
}

const HUGE = 'x'.repeat(20_000)
/** What is put in the place of anything: text and names that trip somebody up, and every type. */
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\uDFFFx',
  '\u001B[2J',
  '__proto__',
  'constructor',
  'toString',
  '𝄞'.repeat(256),
  HUGE,
]
const TIMES = [
  '3000-01-01',
  '-000005-01-01T00:00:00Z',
  '0000-01-01',
  '+275760-09-13T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '9999-12-31',
]
const OTHERS = [null, true, false, 0, -1, 1e21, 1e308, -0.5, [], {}, [[]], [null]]
const NAMES = [
  '',
  '\0',
  ...'type messageId userId anonymousId event properties traits groupId previousId context sessionId with'.split(' '),
  ...'timestamp originalTimestamp sentAt batch writeKey token __proto__ toString'.split(' '),
]
const TYPES = ['track', 'identify', 'group', 'page', 'screen', 'alias', 'x']

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
/** All that can hold something, the outermost first. */
const nodesOf = (value: unknown): Node[] => (isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [])
/** Sets a member whatever its name; `__proto__` too. */
const set = (node: Node, name: string, value: unknown) =>
  Object.defineProperty(node, name, { value, writable: true, enumerable: true, configurable: true })

function nested(random: Random): unknown {
  let value: unknown = pick(random, TEXTS)
  for (let level = wholeBetween(random, 1, 40); level > 0; level--) value = random() < 0.5 ? [value] : { a: value }
  return value
}
const anything = (random: Random): unknown =>
  random() < 0.1 ? nested(random) : structuredClone(pick(random, [...TEXTS, ...TIMES, ...OTHERS, ...TYPES]))

/** Makes one change of what a message, or several, say: another type or value, a member more, less, twice or by another name. */
export function mutateStructure(random: Random, batch: object): void {
  const [outermost = {}, ...within] = nodesOf(batch)
  const node = random() < 0.15 || within.length === 0 ? outermost : pick(random, within)
  const names = Object.keys(node)
  const name = names.length === 0 || random() < 0.2 ? pick(random, NAMES) : pick(random, names)
  const value = Object.hasOwn(node, name) ? node[name] : null
  const change = wholeBetween(random, 0, 6)
  if (Array.isArray(node) && change < 2) {
    if (change === 0) node.splice(wholeBetween(random, 0, node.length), 1)
    else node.push(structuredClone(pick(random, [...node, 0])))
  } else if (change === 0) delete node[name]
  else if (change === 1) set(node, pick(random, NAMES), value)
  else if (change === 2 && !Array.isArray(node)) for (let n = 0; n < 201; n++) set(node, `${name}${n}`, n)
  else set(node, name, anything(random))
}

/** One change of the bytes that a batch is sent as. */
function mutateBytes(random: Random, bytes: Buffer): Buffer {
  const at = wholeBetween(random, 0, bytes.length)
  const to = Math.min(bytes.length, at + wholeBetween(random, 0, 20))
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(to)]
  const piece = bytes.subarray(at, to)
  switch (wholeBetween(random, 0, 5)) {
    case 0:
      return Buffer.from(before)
    case 1:
      return Buffer.concat([before, after])
    case 2:
      return Buffer.concat([before, piece, piece, after])
    case 3:
      return Buffer.concat([
        before,
        Buffer.from(pick(random, ['\0', '\uFEFF', '{', '[', '"', '\\', '\\u0000', '\\ud800', '1e999', ','])),
        after,
      ])
    case 4:
      return Buffer.concat([before, Buffer.from([wholeBetween(random, 0x80, 0xff)]), after])
    default: {
      const flipped = Buffer.from(bytes)
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << wholeBetween(random, 0, 7))
      return flipped
    }
  }
}

/**
 * Makes of a good batch a body that is bad somewhere: in what it says, in its bytes, or in how it is packed.
 * @param batch - is changed
 */
export function mutateBody(random: Random, batch: object): Mutated {
  const isOfBytes = random() < 0.7
  if (!isOfBytes) mutateStructure(random, batch)
  let bytes: Buffer = Buffer.from(JSON.stringify(batch))
  if (isOfBytes) for (let left = wholeBetween(random, 1, 4); left > 0; left--) bytes = mutateBytes(random, bytes)
  const isGzip = random() < 0.2
  if (isGzip) bytes = gzipSync(bytes)
  return { body: isGzip && random() < 0.5 ? mutateBytes(random, bytes) : bytes, isGzip }
}
