import type { EventName, PropertiesOf, UptakeConfig } from '@uptake/shared/model'
import type { DeliveredNudge, Me, RejectionCode } from '@uptake/shared/wire'

/** A nudge for a place in the app; see `nudges.subscribe`. */
export type Nudge = DeliveredNudge
/** Anything that JSON can hold. */
export type Properties = Readonly<Record<string, unknown>>

/** Why messages were dropped: the collector's own code for a rejected one, or what the SDK found. */
export type DropReason =
  | RejectionCode
  /** The collector answered 400 or 413 to the message when it was sent alone. */
  | 'refused'
  /** Properties or traits that JSON cannot hold (a cycle, a BigInt, a getter that throws): what was done is sent without them. */
  | 'unserialisable'
  /** More than `maxMessages` or `maxBytes` were waiting. */
  | 'queue_full'
  /** Waited for longer than `maxAgeDays`. */
  | 'queue_age'
  // A code of a newer collector.
  | (string & Record<never, never>)

export interface Drop {
  reason: DropReason
  count: number
}

export interface UptakeOptions {
  /** Address of the collector, or of the path on the app's own origin that leads to it: "https://uptake.example.com", "/u". */
  host: string
  /** The public key, `UPTAKE_WRITE_KEY` of the collector. */
  writeKey: string
  /**
   * Returns the signed-in user's identity token, a JWT made by the app's server. Asked for when a message of a named user
   * is to be sent or `/v1/me` to be read, and again near its `exp`.
   * @defaultValue none: the collector's identity mode is `open` or, where the score is read, `trust`
   */
  token?: () => string | Promise<string>
  /** The signed-in user, where it is known at creation; the same as `identify(userId)`, without a message. @defaultValue the one of the last visit */
  userId?: string
  /**
   * Id of a nudge that its author wants to see: it is offered whatever its rule says, and nothing is reported of nudges.
   * @defaultValue none
   */
  preview?: string
  /**
   * `pending`: what is recorded waits in memory, and nothing is stored or sent before `optIn()`; `optOut()` forgets it.
   * @defaultValue 'granted'
   */
  consent?: 'granted' | 'pending'
  /** Whether Global Privacy Control counts as an `optOut()`. @defaultValue false */
  respectPrivacySignal?: boolean
  /** Told of every drop, after it was counted. @defaultValue nothing is called */
  onDrop?: (drop: Drop) => void
  /** Told, once each, what keeps the SDK from doing its whole job. @defaultValue console.warn */
  warn?: (message: string) => void
  /** Pause in milliseconds between a call and the request, so that calls share one. @defaultValue 200 */
  sendDelayMs?: number
  /** First pause in milliseconds after a failed try; it doubles with every further one, and is drawn at random below that. @defaultValue 1000 */
  retryMinMs?: number
  /** Longest pause in milliseconds between tries, also after a 401, 403 or 404. @defaultValue 300000, 5 minutes */
  retryMaxMs?: number
  /** Messages that may wait; beyond, the oldest go. @defaultValue 10000 */
  maxMessages?: number
  /** Bytes of JSON that may wait; beyond, the oldest go. @defaultValue 5000000 */
  maxBytes?: number
  /** Days that a message may wait. @defaultValue 30 */
  maxAgeDays?: number
}

/** The properties that follow an event's name: none, optional or required, as the configuration's action declares them. */
export type PropertiesArgument<Config extends UptakeConfig, Name extends string> =
  string extends EventName<Config>
    ? [properties?: Properties]
    : Name extends EventName<Config>
      ? PropertiesOf<Config['model']['actions'][Name]> extends infer Declared
        ? [keyof Declared] extends [never]
          ? []
          : Partial<Declared> extends Declared
            ? [properties?: Declared]
            : [properties: Declared]
        : never
      : never

/** A client that records; its methods may be called without it (`const { track } = uptake`). None of them throws. */
export interface RecordingUptake<Config extends UptakeConfig = UptakeConfig> {
  /** Records an action. It is copied, stamped and queued; nothing waits. */
  readonly track: <Name extends EventName<Config>>(event: Name, ...properties: PropertiesArgument<Config, Name>) => void
  /** Names the person from here on; what was done anonymously before joins them. A user other than the one before starts as after `reset()`. */
  readonly identify: (userId: string, traits?: Properties) => void
  /** Names the person's account from here on. */
  readonly group: (groupId: string, traits?: Properties) => void
  /** Signs out: new anonymous id and session; user, account, score and nudges are forgotten. What is queued is still delivered. */
  readonly reset: () => void
  /** Tries at once. Resolves when everything queued before has been answered, or a try failed; never rejects. */
  readonly flush: () => Promise<void>
  /** Consent is given: what was recorded since it was asked for is stored and sent. After `optOut()` it begins anew, with a new anonymous id. */
  readonly optIn: () => void
  /** Consent is denied, or taken back: what is queued and who is here is erased in every tab, and nothing is recorded before `optIn()`. */
  readonly optOut: () => void
}

/** What comes back to the page. */
export interface Engagement {
  readonly me: {
    /** Calls back at once with the newest known score, or when it arrives, then on every change; with null after a sign-out. Returns what stops it. */
    readonly subscribe: (callback: (me: Me | null) => void) => () => void
  }
  readonly nudges: {
    /**
     * Calls back with a nudge for the slot, without one for any slot, when it is to be shown, and with null when it is to go, and
     * at first as soon as it is known that there is none. A browser shows one at a time: its tabs, slots and subscribers wait for
     * each other; who waits for another tab is told nothing. Returns what stops it.
     */
    readonly subscribe: {
      (slot: string, callback: (nudge: Nudge | null) => void): () => void
      (callback: (nudge: Nudge | null) => void): () => void
    }
    /** Report that it was seen: call when it has been rendered. It is sent once, however often that is. */
    readonly shown: (nudge: Pick<Nudge, 'id'>) => void
    readonly clicked: (nudge: Pick<Nudge, 'id'>) => void
    /** It leaves every tab at once, offline too. */
    readonly dismissed: (nudge: Pick<Nudge, 'id'>) => void
    /** It leaves every tab at once, and may return after so many days if it still applies. */
    readonly snoozed: (nudge: Pick<Nudge, 'id'>, days: 1 | 3 | 7) => void
    /** It leaves every tab at once, for good. */
    readonly completed: (nudge: Pick<Nudge, 'id'>) => void
  }
}

/** A client. */
export type Uptake<Config extends UptakeConfig = UptakeConfig> = RecordingUptake<Config> & Engagement
