import { createHmac } from 'node:crypto'

/** Each string of a JSON text, in order, so that what stands between two is not taken for one. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g

/** An id that is being erased. */
export interface ErasedId {
  readonly id: string
  /** Whether it was the name of a feature or an event: what several share by it, they go on sharing. */
  readonly isShared: boolean
  /** Whether it is a word of the model, from which nobody can tell it: it stays. */
  readonly isWord: boolean
}

/**
 * Takes ids out of JSON text: wherever one stands as a whole string, as a value or as a key, a random one does then. With
 * each of the others it is another, and with one of them always the same, as long as there is the salt.
 */
export function createPseudonyms(all: readonly ErasedId[], salt: string) {
  const ids = all.filter(({ isWord }) => !isWord)
  const known = new Map(ids.map((one) => [one.id, one]))
  const nameOf = (other: string, { id, isShared }: ErasedId): string => {
    const hash = createHmac('sha256', salt).update(isShared ? id : `${other} ${id}`)
    return `erased-${hash.digest('hex').slice(0, 32)}`
  }
  const quoted = new Map(ids.map((one) => [JSON.stringify(one.id), one]))
  return {
    /** The ids as they stand in JSON, as a JSON list. */
    needles: JSON.stringify([...quoted.keys()]),
    /** The id that takes the place of one of them with somebody; another text stays. */
    of(other: string, text: string): string {
      const one = known.get(text)
      return one ? nameOf(other, one) : text
    },
    /** The same in all of a JSON text. */
    inJson: (other: string, json: string): string =>
      json.replaceAll(STRING, (text) => {
        const one = quoted.get(text)
        return one ? JSON.stringify(nameOf(other, one)) : text
      }),
  }
}
export type Pseudonyms = ReturnType<typeof createPseudonyms>
