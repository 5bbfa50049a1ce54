import type { Model } from '@uptake/shared/model'
import { toIsoDay } from '@uptake/shared/scoring'
import { UptakeError } from '../errors.ts'
import type { Person, ReadMessage, Storage } from '../storage/storage.ts'
import { toInstant } from './instant.ts'
import type { Scores } from './scores.ts'

/** Tells all that is held on somebody, in words: names instead of numbers, times in ISO 8601. */
export interface Exports {
  /**
   * Gives a JSON object in parts; messages, the oldest first, are read as they are asked for. What others did with the user
   * is theirs, and not in it. It ends in the middle, with `unavailable`, where they are erased meanwhile.
   * @throws UptakeError `not_found` where nobody by that id was ever seen
   */
  ofUser(userId: string, nowMs: number): Promise<AsyncGenerator<string>>
}

const MESSAGES_A_READ = 500
const MAX_DAY = 1e8

export function createExports(storage: Storage, scores: Scores, model: Model): Exports {
  async function heldOn({ id, firstAt, lastAt }: Person, userId: string, nowMs: number): Promise<object> {
    const accounts = await storage.accountsOf(id)
    const accountIds = new Map(accounts.map((account) => [account.id, account.accountId]))
    const accountOf = (account: number | null) => (account === null ? null : (accountIds.get(account) ?? null))
    const rows = await storage.rows([id], Infinity)
    const interactions = await storage.interactions([id], Infinity)
    const traits = await storage.traits('person', [id], Infinity)
    const history = await storage.history('person', id, -MAX_DAY, MAX_DAY)
    const nudges = await storage.nudgeMarks(id)
    const triggers = await storage.triggersAbout('person', id)
    const rejected = await storage.rejectedOf(userId)
    return {
      user: userId,
      exportedAt: toIso(nowMs),
      seen: { first: toIso(firstAt), last: toIso(lastAt) },
      anonymousIds: await storage.anonymousIdsOf(id),
      accounts: accounts.map((one) => ({ id: one.accountId, first: toIso(one.firstAt), last: toIso(one.lastAt) })),
      traits: traits.map(({ name, value, occurredAt }) => ({ name, value, at: toIso(occurredAt) })),
      actions: rows.map(({ day, account, action, feature, count, volume }) => ({
        day: toIsoDay(day),
        account: accountOf(account),
        action,
        feature,
        count,
        volume,
      })),
      interactions: interactions.map(({ day, account, action, counterpart }) => ({
        day: toIsoDay(day),
        account: accountOf(account),
        action,
        with: counterpart,
      })),
      score: (await scores.ofUser(userId, toInstant(model, nowMs))).score(),
      history: history.map(({ day, model: version, status, score, band, change, subscores }) => ({
        day: toIsoDay(day),
        model: version,
        status,
        score,
        band,
        change,
        subscores,
      })),
      nudges: nudges.map(({ nudge, event, session, firstAt: first, lastAt: last, days, account }) => ({
        nudge,
        event,
        session,
        first: toIso(first),
        last: toIso(last),
        days,
        account: accountOf(account),
      })),
      webhooks: triggers.map(({ id: webhookId, nudge, account, at, arm, status, payload }) => ({
        id: webhookId,
        nudge,
        account: accountOf(account),
        at: toIso(at),
        arm,
        status,
        payload: payload === null ? null : (JSON.parse(payload) as unknown),
      })),
      rejected: rejected.map(({ receivedAt, code, detail, type, event }) => ({
        receivedAt: toIso(receivedAt),
        code,
        detail,
        type,
        event,
      })),
    }
  }
  async function* write(person: Person, userId: string, held: object): AsyncGenerator<string> {
    yield `${JSON.stringify(held).slice(0, -1)},"messages":[`
    for (let last: ReadMessage | undefined; ;) {
      const messages = await storage.messagesOf(person.id, last ?? null, MESSAGES_A_READ)
      if ((await storage.personByUserId(userId))?.id !== person.id) throw erasedMeanwhile()
      if (messages.length > 0) yield `${last ? ',' : ''}\n${messages.map(toText).join(',\n')}`
      last = messages.at(-1)
      if (messages.length < MESSAGES_A_READ) break
    }
    yield '\n]}\n'
  }

  return {
    async ofUser(userId, nowMs) {
      const person = await storage.personByUserId(userId)
      if (!person) {
        const hint = 'Check the id, and whether it is a user’s.'
        throw new UptakeError('not_found', `nobody was ever seen by the id ${userId}`, hint)
      }
      return write(person, userId, await heldOn(person, userId, nowMs))
    },
  }
}

function erasedMeanwhile(): UptakeError {
  const hint = 'What has been written is not all that was held.'
  return new UptakeError('unavailable', 'the user was erased during the export', hint)
}
const toIso = (timeMs: number): string => new Date(timeMs).toISOString()

function toText({ messageId, type, event, accountId, occurredAt, receivedAt, sessionId, body }: ReadMessage): string {
  const content = type === 'track' ? { event, properties: body } : { traits: body }
  const times = { occurredAt: toIso(occurredAt), receivedAt: toIso(receivedAt) }
  return JSON.stringify({ messageId, type, ...content, account: accountId, ...times, sessionId })
}
