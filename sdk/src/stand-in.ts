/** Under this name a stand-in keeps its `TakeOver`. A page may hold an older snippet than its script: both must stay as they are. */
export const TAKE_OVER: unique symbol = Symbol.for('uptake')

/** Makes the calls that are held, in their order, each by `perform` with the time at which it was made; `real` gets all others. */
export type TakeOver = (real: object, perform: (atMs: number, call: () => void) => void) => void

/** Calls that are held for a script that may never come; what is called beyond is lost. */
const MAX_CALLS = 1_000

/** A part of the real thing, or what a call of it gave; undefined as long as there is none. */
type Real = { readonly [name: string]: (...args: unknown[]) => unknown } & ((...args: unknown[]) => unknown)

/**
 * Creates what takes the place of an object that is not there yet. It knows no names: what is read from it, and what its
 * calls give, is a stand-in too. None of them throws, and each becomes the real thing at the take-over.
 * @param onGivenUp - calls back when the real thing is not coming: what is awaited is let go
 */
export function createStandIn(now: () => number, onGivenUp: (giveUp: () => void) => void): object {
  const held: { atMs: number; call: () => void }[] = []
  let whole: unknown
  let settle: () => void
  const settled = new Promise<void>((resolve) => onGivenUp((settle = resolve)))

  function standFor(
    read: () => unknown,
    invoke = (args: unknown[]) => (read() as Real | undefined)?.(...args),
  ): object {
    // What was awaited must not ask to be awaited again.
    // oxlint-disable-next-line unicorn/no-thenable -- the opposite: one that it had is hidden
    const readAwaited = (): unknown => read() ?? Object.create(standFor(read, invoke), { then: {} })

    return new Proxy(() => {}, {
      get(target, name) {
        if (typeof name === 'symbol') return Reflect.get(target, name)
        // What a promise knows, such as the `then` that `await` reads, is answered in time, come what may.
        const owner = read() ?? (name in Promise.prototype ? settled.then(readAwaited) : undefined)
        const member = (owner as Real | undefined)?.[name]
        if (owner) return typeof member === 'function' ? member.bind(owner) : member
        const readOwner = read as () => Real | undefined
        return standFor(
          () => readOwner()?.[name],
          (args) => readOwner()?.[name]!(...args),
        )
      },
      apply(_target, _this, given: unknown[]) {
        if (whole && read()) return invoke(given)
        const args = given.map(copy)
        let result: unknown
        const call = (): void => void (result = invoke(args))
        if (!whole && held.length < MAX_CALLS) held.push({ atMs: now(), call })
        return standFor(() => result)
      },
    })
  }

  const takeOver: TakeOver = (real, perform) => {
    whole = real
    for (const { atMs, call } of held.splice(0)) perform(atMs, call)
    settle()
  }
  return Object.assign(
    standFor(() => whole),
    { [TAKE_OVER]: takeOver },
  )
}

/** What the caller changes afterwards is not what was recorded. Callbacks, elements and the like stay what they are. */
function copy(value: unknown): unknown {
  try {
    return value?.constructor === Object ? { ...value } : value
  } catch {
    return value
  }
}
