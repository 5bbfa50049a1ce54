import type { ActivationReport, FeatureUse, Overview, ProductEngagement } from '@uptake/shared/wire'
import { column } from '../printable.ts'
import { counted, number, percent } from '../numbers.ts'

const NAME_WIDTH = 36

/** How the product is used, as a terminal shows it. */
export function* productLines({ product, features, activation }: Overview): Generator<string> {
  yield ''
  yield* engagementLines(product)
  yield* featureLines(features, product.activeUsers)
  if (activation) yield* activationLines(activation)
}

function* engagementLines(product: ProductEngagement): Generator<string> {
  const line = (name: string, value: number | null, why: string) =>
    `  ${name.padEnd(10)}  ${number(value).padStart(5)}  ${why}`
  const active = counted(product.activeUsers, 'active user')
  yield `Product engagement ${number(product.score)}`
  yield line('adoption', product.adoption, 'percent of the named features, by an active user on average')
  yield line(
    'stickiness',
    product.stickiness,
    `${number(product.meanDailyActiveUsers)} a day of ${active} in ${product.horizonDays} days`,
  )
  yield line(
    'growth',
    product.growth,
    `${product.newUsers} new, ${product.recoveredUsers} recovered, ${product.droppedUsers} dropped`,
  )
}

function* featureLines(features: readonly FeatureUse[], activeUsers: number): Generator<string> {
  const underused = features.filter((feature) => feature.underused)
  if (underused.length === 0) return
  yield ''
  yield 'Underused features, of active users'
  for (const { feature, users, share } of underused)
    yield `  ${column(feature, NAME_WIDTH)}  ${percent(share).padStart(6)}  (${users} of ${activeUsers})`
}

function* activationLines({
  withinDays,
  users,
  completed,
  completedInTime,
  steps,
}: ActivationReport): Generator<string> {
  yield ''
  yield `Activation: ${completed} of ${counted(users, 'user')}, ${completedInTime} within ${counted(withinDays, 'day')}`
  yield `  ${''.padEnd(NAME_WIDTH)}  ${['done', 'in time', 'stopped', 'underway'].map((head) => head.padStart(8)).join(' ')}`
  for (const { action, done, doneInTime, stopped, underway } of steps) {
    const counts = [done, doneInTime, stopped, underway].map((count) => String(count).padStart(8)).join(' ')
    yield `  ${column(action, NAME_WIDTH)}  ${counts}`
  }
}
