import { printFigure } from './figure.ts'
import { inTurns, SIDES, valuesOf } from './sides.ts'
import type { Stage } from './stage.ts'

const PAGES = 15

/** How long `createUptake` holds its caller, as the first call of a page. */
export async function benchCreation(stage: Stage): Promise<void> {
  const measured = await inTurns(PAGES, async (side) => {
    await using tab = await stage.openTab()
    const client = await tab.open(SIDES[side], stage.freshOptions())
    return client.evaluate(({ createdInMs }) => createdInMs)
  })
  process.stdout.write(`createUptake, cold, ${PAGES} pages; bare: new URL\n`)
  printFigure({ what: 'creation', unit: 'ms', ...valuesOf(measured, (ms) => ms), limit: 2 })
}
