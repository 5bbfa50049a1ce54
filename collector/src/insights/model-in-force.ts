import type { ModelInForce } from '@uptake/shared/wire'
import type { Storage } from '../storage/storage.ts'

const DAY_MS = 86_400_000
/** Products change, and with them what shows their value: a quarter without a look is long. */
const QUARTER_DAYS = 91

/** The newest model that was recorded, by which all is scored, and whether it is due for review at an instant; null before the first. */
export async function modelInForce(storage: Pick<Storage, 'models'>, atMs: number): Promise<ModelInForce | null> {
  const model = (await storage.models()).at(-1)
  if (!model) return null
  const { version, createdAt } = model
  const isReviewDue = atMs - createdAt >= QUARTER_DAYS * DAY_MS
  return { version, since: new Date(createdAt).toISOString(), reviewDue: isReviewDue }
}

/** What there is to say of a model that is due for review. */
export function reviewText({ version, since }: ModelInForce): string {
  return `model ${version} has not been touched since ${since.slice(0, 10)}, more than a quarter: compare a draft by \`uptake model compare\``
}
