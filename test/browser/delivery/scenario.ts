import type { Scene } from './scene.ts'

/**
 * What may happen to a page and its collector. When it is over, all is well again: the line is up, somebody opens the app
 * and tracks one event more. Then each event is stored once; or, where that is `dropsMayBe` reported, a drop stands for it.
 */
export interface Scenario {
  readonly name: string
  /** @param skip - ends the test as skipped, with the reason why this browser cannot show it */
  readonly run: (scene: Scene, skip: (reason: string) => never) => Promise<void>
  readonly dropsMayBe?: true
  /** Options of the client that is created in the end. */
  readonly last?: object
}
