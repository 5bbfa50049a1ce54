import { setImmediate as turn } from 'node:timers/promises'

/** The same items, letting requests that came meanwhile go first after so many: a store may answer without ever waiting. */
export async function* inTurns<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  itemsATurn: number,
): AsyncGenerator<Item> {
  let count = 0
  for await (const item of items) {
    yield item
    count += 1
    if (count % itemsATurn === 0) await turn()
  }
}
